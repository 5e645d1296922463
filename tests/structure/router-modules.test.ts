// Goal: the router has nothing of what only subgraphs need: not their kit, not their compiler.
// Method: a process loads the code, and every module that it loads is noted, those of packages too.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { isCode, isTest, repositoryFiles } from './source-files.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PRELOAD = join(ROOT, 'tests/support/record-modules.mjs');
const OF_SUBGRAPHS = [/\/common\/subgraph\//, /\/subgraphs\//, /\/node_modules\/graphql-jit\//];

/** The modules that a process loads which imports these files, last of all an entry. */
function loadedBy(paths: readonly string[]): string[] {
  const directory = mkdtempSync(join(tmpdir(), 'electroplus-modules-'));
  const file = join(directory, 'modules.txt');
  try {
    const imports = paths.map((path) => `await import('./${path}');`).join('\n');
    // An entry without its environment ends with one sentence, once all its imports are loaded.
    spawnSync(process.execPath, ['--import', PRELOAD, '--input-type=module', '-e', imports], {
      cwd: ROOT,
      env: { MODULES_FILE: file },
    });
    return readFileSync(file, 'utf8').trim().split('\n');
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
  const modules = loadedBy([...others, entry]);

  expect(foundIn(modules)).toEqual([]);
  for (const path of [...others, entry]) expect(modules).toContain(`file://${join(ROOT, path)}`);
});

test('the same look at the kit of subgraphs sees the kit and the compiler', () => {
  const modules = loadedBy(['common/subgraph/graphql/compiled-query.ts']);

  expect(foundIn(modules)).toEqual([String(OF_SUBGRAPHS[0]), String(OF_SUBGRAPHS[2])]);
});
