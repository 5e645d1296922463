// Goal: what a revision is compared with comes from git alone, and reading it changes nothing.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  exportRevision,
  mergeBaseWithMain,
} from '../../../scripts/contract/schema-check/revision.ts';

const ORDERS = 'schema/orders.graphql';

let repository: string;

beforeEach(() => {
  repository = realpathSync(mkdtempSync(join(tmpdir(), 'schema-revision-')));
  cpSync(join(import.meta.dirname, 'shop'), repository, { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  commit();
});
afterEach(() => rmSync(repository, { recursive: true }));

function git(...args: string[]): string {
  const author = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost'];
  return execFileSync('git', [...author, ...args], { cwd: repository, encoding: 'utf8' }).trim();
}

function commit(): string {
  git('add', '--all');
  git('commit', '--quiet', '--message=A change');
  return git('rev-parse', 'HEAD');
}

test('a branch is compared with the commit at which it left main, not with what main is now', () => {
  const left = git('rev-parse', 'HEAD');
  git('switch', '--quiet', '--create', 'change');
  writeFileSync(join(repository, 'on-the-branch'), '');
  commit();
  git('switch', '--quiet', 'main');
  writeFileSync(join(repository, 'on-main'), '');
  commit();
  git('switch', '--quiet', 'change');

  expect(mergeBaseWithMain(repository)).toBe(left);
});

test('a revision is written out as it was, while the working tree stays as it is', () => {
  const before = readFileSync(join(repository, ORDERS), 'utf8');
  writeFileSync(join(repository, ORDERS), 'changed');

  const revision = exportRevision(repository, 'HEAD');

  expect(git('rev-parse', 'HEAD')).toMatch(new RegExp(`^${revision.name}`));
  expect(readFileSync(join(revision.directory, ORDERS), 'utf8')).toBe(before);
  expect(existsSync(join(revision.directory, 'operations/products.graphql'))).toBe(true);
  expect(readFileSync(join(repository, ORDERS), 'utf8')).toBe('changed');
  revision.remove();
  expect(existsSync(revision.directory)).toBe(false);
});

test('an unknown revision and a repository without main are one sentence each', () => {
  expect(() => exportRevision(repository, 'no-such-thing')).toThrow(/^git knows no revision .*\.$/);
  git('branch', '--move', 'other');
  expect(() => mergeBaseWithMain(repository)).toThrow(/^There is no branch main .*--base REVISION/);
});
