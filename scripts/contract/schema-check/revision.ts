import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import { OPERATION_FOLDERS } from './graph-version.ts';

/** A revision's schemas and operations, written out. */
export interface ExportedRevision {
  /** The commit, shortened. */
  name: string;
  /** Holds `schema/` and the folders of operations. */
  directory: string;
  remove(): void;
}

const MAIN_BRANCHES = ['origin/main', 'main'];
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/**
 * The commit at which this branch left main.
 * @throws OperatorError when there is no such commit here
 */
export function mergeBaseWithMain(root: string): string {
  for (const main of MAIN_BRANCHES) {
    const base = git(root, ['merge-base', 'HEAD', main]);
    if (base !== null) return base.trim();
  }
  throw new OperatorError(
    'There is no branch main with a commit in common: name what to compare with, --base REVISION.',
  );
}

/**
 * Writes the schemas and operations of a revision into a temporary folder, read with `git show`:
 * neither the working tree nor the index is touched.
 * @throws OperatorError when git knows no such revision
 */
export function exportRevision(root: string, revision: string): ExportedRevision {
  const name = git(root, ['rev-parse', '--short', '--verify', '--quiet', `${revision}^{commit}`]);
  if (name === null) throw new OperatorError(`git knows no revision ${revision}.`);
  const directory = mkdtempSync(join(tmpdir(), 'schema-base-'));
  mkdirSync(join(directory, 'schema'));
  for (const path of pathsOf(root, revision)) {
    const text = git(root, ['show', `${revision}:${path}`]);
    if (text === null) throw new OperatorError(`git cannot show ${path} of ${revision}.`);
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return {
    name: name.trim(),
    directory,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function pathsOf(root: string, revision: string): string[] {
  const folders = ['schema', ...OPERATION_FOLDERS];
  const listing = git(root, ['ls-tree', '-r', '-z', '--name-only', revision, '--', ...folders]);
  return (listing ?? '').split('\0').filter((path) => path.endsWith('.graphql'));
}

/** @returns the output of git, or null when it failed */
function git(root: string, args: readonly string[]): string | null {
  const run = spawnSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  if (run.error) throw new OperatorError(`Cannot run git: ${run.error.message}.`);
  return run.status === 0 ? run.stdout : null;
}
