import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const GOOD_TESTS = { numPassedTests: 7, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };
const GOOD_CHECKS = [{ ok: true }, { ok: true }];

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'summary-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

test('tests and check steps are added up', () => {
  expect(summarise(GOOD_TESTS, 0, GOOD_CHECKS, 0)).toEqual({
    line: '9 passed, 0 failed\n',
    status: 0,
  });
});

test('a failed test, a test file that does not load and a failed check each count', () => {
  const tests = { numPassedTests: 5, numFailedTests: 1, numRuntimeErrorTestSuites: 1 };

  expect(summarise(tests, 1, [{ ok: true }, { ok: false }], 1)).toEqual({
    line: '6 passed, 3 failed\n',
    status: 1,
  });
});

test('a run that breaks outside of its tests, or runs none, is a failure', () => {
  const none = { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };

  expect(summarise(GOOD_TESTS, 1, GOOD_CHECKS, 0).line).toBe('9 passed, 1 failed\n');
  expect(summarise(none, 0, GOOD_CHECKS, 0).line).toBe('2 passed, 1 failed\n');
  expect(summarise(null, 1, null, 1)).toEqual({ line: '0 passed, 2 failed\n', status: 1 });
});

function summarise(tests: unknown, testsExit: number, checks: unknown, checksExit: number) {
  rmSync(directory, { recursive: true });
  mkdirSync(directory);
  const [testsFile, checksFile] = [join(directory, 'tests.json'), join(directory, 'checks.json')];
  if (tests !== null) writeFileSync(testsFile, JSON.stringify(tests));
  if (checks !== null) writeFileSync(checksFile, JSON.stringify(checks));
  const program = join(import.meta.dirname, 'ci-summary.mjs');
  const args = [program, testsFile, String(testsExit), checksFile, String(checksExit)];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { line: stdout, status };
}
