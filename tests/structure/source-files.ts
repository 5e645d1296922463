// The files that the structure rules look at.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SourceFile, Violation } from '../../scripts/contract/schema-check/rule.ts';

const ROOT = resolve(import.meta.dirname, '../..');

const LOOKED_AT = [
  'common',
  'subgraphs',
  'router',
  'engines',
  'deploy',
  'scripts',
  'schema',
  'operations',
  'prisma',
  'tests',
  'bench',
  'web',
];
const NOT_OURS = new Set(['node_modules', 'generated', 'dist']);

/** Every file under the folders of code and contracts, without what tools generate. */
export function repositoryFiles(): SourceFile[] {
  const present = new Set(readdirSync(ROOT));
  return LOOKED_AT.filter((folder) => present.has(folder)).flatMap(filesUnder);
}

function filesUnder(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => !NOT_OURS.has(name))
    .sort()
    .flatMap((name) => {
      const path = `${folder}/${name}`;
      const absolute = join(ROOT, path);
      if (statSync(absolute).isDirectory()) return filesUnder(path);
      return [{ path, text: readFileSync(absolute, 'utf8') }];
    });
}

export function isCode({ path }: SourceFile): boolean {
  return /\.(?:m?[jt]s|tsx)$/.test(path);
}

export function isTest({ path }: SourceFile): boolean {
  return path.startsWith('tests/') || path.endsWith('.test.ts');
}

/** A violation per line that the pattern matches. */
export function matchingLines(
  { path, text }: SourceFile,
  pattern: RegExp,
  advice: string,
): Violation[] {
  return text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${advice}`] : []));
}
