import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { takeInstanceLock } from './instance-lock.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

test('a second start on the same data is refused until the first has released it', () => {
  const lock = takeInstanceLock(directory);

  expect(() => takeInstanceLock(directory)).toThrow(/already running from here \(process \d+\)/);
  lock.release();
  expect(takeInstanceLock(directory).tookOver).toBe(false);
});

test('the lock of a process that was killed is taken over', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  writeFileSync(join(directory, 'start.pid'), `${child.pid} 12345\n`);

  const lock = takeInstanceLock(directory);

  expect(lock.tookOver).toBe(true);
  lock.release();
  expect(existsSync(join(directory, 'start.pid'))).toBe(false);
});

test('a lock that was torn by a full disk holds nobody up', () => {
  writeFileSync(join(directory, 'start.pid'), '');

  expect(takeInstanceLock(directory).tookOver).toBe(true);
});

test('a living process that only has the same number does not hold the lock', () => {
  writeFileSync(join(directory, 'start.pid'), `${process.pid} 1\n`);

  expect(takeInstanceLock(directory).tookOver).toBe(true);
});
