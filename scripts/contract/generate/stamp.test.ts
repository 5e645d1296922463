import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { hashInputs, isStamped, writeStamp } from './stamp.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'stamp-'));
  mkdirSync(join(directory, 'folder'));
  writeFileSync(join(directory, 'folder', 'a.txt'), 'a');
});

afterEach(() => rmSync(directory, { recursive: true }));

test('what was made stays current until a file changes, appears or goes', () => {
  const inputs = [join(directory, 'folder'), join(directory, 'missing.txt')];
  const stamp = join(directory, 'generated', 'stamp');
  const changes = [
    () => writeFileSync(join(directory, 'folder', 'a.txt'), 'b'),
    () => writeFileSync(join(directory, 'folder', 'new.txt'), ''),
    () => writeFileSync(join(directory, 'missing.txt'), ''),
    () => rmSync(join(directory, 'folder', 'a.txt')),
  ];

  expect(isStamped(stamp, hashInputs(inputs))).toBe(false);
  for (const change of changes) {
    writeStamp(stamp, hashInputs(inputs));
    expect(isStamped(stamp, hashInputs(inputs))).toBe(true);
    change();
    expect(isStamped(stamp, hashInputs(inputs))).toBe(false);
  }
});
