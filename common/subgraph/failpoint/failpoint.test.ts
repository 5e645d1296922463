// Goal: an armed failpoint kills its process once, and no production process ever.
// Method: a process of its own per test passes one point and says that it still lives.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FAILPOINTS } from './failpoint.ts';

const POINT = 'ventas.decide.inside';
const PASSING = `
  import { failpoint, failpointOfAny } from '${join(import.meta.dirname, 'failpoint.ts')}';
  if (process.argv[1] === 'any') failpointOfAny([1, 2], () => '${POINT}');
  else failpoint('${POINT}');
  process.stdout.write('alive');`;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'electroplus-failpoint-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const arm = (point: string) => writeFileSync(join(directory, point), '');

function passThePoint(variables: Record<string, string>, ...args: string[]) {
  const { stdout, signal } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', PASSING, '--', ...args],
    { env: variables, encoding: 'utf8' },
  );
  return { stdout, signal };
}

const ALIVE = { stdout: 'alive', signal: null };
const DEAD = { stdout: '', signal: 'SIGKILL' };

test.each([[[]], [['any']]])('an armed point kills once; the next process lives (%p)', (args) => {
  arm(POINT);
  const variables = { NODE_ENV: 'test', FAILPOINT_DIRECTORY: directory };

  expect(passThePoint(variables, ...args)).toEqual(DEAD);
  expect(passThePoint(variables, ...args)).toEqual(ALIVE);
});

test('another point that is armed, or none, changes nothing', () => {
  arm('ventas.decide.after');
  expect(passThePoint({ FAILPOINT_DIRECTORY: directory })).toEqual(ALIVE);
});

test('in production an armed point is ignored and stays armed', () => {
  arm(POINT);
  const variables = { NODE_ENV: 'production', FAILPOINT_DIRECTORY: directory };

  expect(passThePoint(variables)).toEqual(ALIVE);
  expect(existsSync(join(directory, POINT))).toBe(true);
});

test('without the variable nothing dies', () => {
  expect(passThePoint({})).toEqual(ALIVE);
});

test('no point is listed twice', () => {
  expect(new Set(FAILPOINTS).size).toBe(FAILPOINTS.length);
});
