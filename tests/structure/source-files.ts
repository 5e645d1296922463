// The files that the structure rules look at. A rule is a function from files to violations, so
// that a fixture can show that it still catches what it is for.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A file of the repository; the path has forward slashes and starts at the top. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One sentence: where, what is wrong, and what to do instead. */
export type Violation = string;

export type Rule = (files: readonly SourceFile[]) => Violation[];

const root = resolve(import.meta.dirname, '../..');

const LOOKED_AT = [
  'common',
  'subgraphs',
  'router',
  'scripts',
  'schema',
  'operations',
  'prisma',
  'tests',
  'bench',
];
const NOT_OURS = new Set(['node_modules', 'generated']);

/** Every file under the folders of code and contracts, without what tools generate. */
export function repositoryFiles(): SourceFile[] {
  const present = new Set(readdirSync(root));
  return LOOKED_AT.filter((folder) => present.has(folder)).flatMap(filesUnder);
}

function filesUnder(folder: string): SourceFile[] {
  return readdirSync(join(root, folder))
    .filter((name) => !NOT_OURS.has(name))
    .sort()
    .flatMap((name) => {
      const path = `${folder}/${name}`;
      const absolute = join(root, path);
      if (statSync(absolute).isDirectory()) return filesUnder(path);
      return [{ path, text: readFileSync(absolute, 'utf8') }];
    });
}

export function isCode({ path }: SourceFile): boolean {
  return /\.m?[jt]s$/.test(path);
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
