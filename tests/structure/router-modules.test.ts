// Goal: the router has nothing of what only subgraphs need: not their kit, not their compiler.
// Method: a process loads the code, and every module that it loads is noted, those of packages too.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { EXIT_BAD_CONFIGURATION } from '../../common/process/config/environment.ts';
import { isCode, isTest, repositoryFiles } from './source-files.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PRELOAD = join(ROOT, 'tests/support/record-modules.mjs');
const OF_SUBGRAPHS = [/\/common\/subgraph\//, /\/subgraphs\//, /\/node_modules\/graphql-jit\//];

interface Loading {
  /** Exit code of the process. */
  status: number | null;
  modules: string[];
}

/** The modules that a process loads when it imports these files, one after the other. */
function load(paths: readonly string[]): Loading {
  const directory = mkdtempSync(join(tmpdir(), 'electroplus-modules-'));
  const file = join(directory, 'modules.txt');
  try {
    const imports = paths.map((path) => `await import('./${path}');`).join('\n');
    const { status } = spawnSync(
      process.execPath,
      ['--import', PRELOAD, '--input-type=module', '-e', imports],
      { cwd: ROOT, env: { MODULES_FILE: file } },
    );
    return { status, modules: readFileSync(file, 'utf8').trim().split('\n') };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Those of `OF_SUBGRAPHS` that are among the modules. */
function foundIn(modules: readonly string[]): string[] {
  return OF_SUBGRAPHS.filter((part) => modules.some((url) => part.test(url))).map(String);
}

test('every file of the router together loads nothing of the subgraphs', () => {
  const entry = 'router/main.ts';
  const others = repositoryFiles()
    .filter((file) => file.path.startsWith('router/') && isCode(file) && !isTest(file))
    .map(({ path }) => path)
    .filter((path) => path !== entry);
  const { status, modules } = load([...others, entry]);

  // All of it was linked and run, up to the configuration that is not there.
  expect(status).toBe(EXIT_BAD_CONFIGURATION);
  expect(foundIn(modules)).toEqual([]);
  for (const path of [...others, entry]) expect(modules).toContain(`file://${join(ROOT, path)}`);
});

test('the same look at the kit of subgraphs sees the kit and the compiler', () => {
  const { status, modules } = load(['common/subgraph/graphql/compiled-query.ts']);

  expect(status).toBe(0);
  expect(foundIn(modules)).toEqual([String(OF_SUBGRAPHS[0]), String(OF_SUBGRAPHS[2])]);
});
