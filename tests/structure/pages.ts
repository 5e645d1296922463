// The pages for people, as the structure rules read them.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The top of the repository. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** The text of a file, by its path from the top. */
export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Every page: those at the top and those under docs/. */
export const PAGES = ['.', 'docs', 'docs/adr'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

/** The text below a heading of the second level, up to the next one; '' when there is none. */
export function sectionOf(page: string, heading: string): string {
  const [, below = ''] = read(page).split(`\n## ${heading}\n`);
  const [section = ''] = below.split('\n## ');
  return section;
}

/** The cells of each row of the tables in a text, heads and rulers too. */
export function tableRows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1));
}

/** The same rows, as far as they begin with a name in code; without its backticks. */
export function rowsOfNames(text: string): string[][] {
  return tableRows(text)
    .filter(([name = '']) => name.startsWith('`'))
    .map(([name = '', ...cells]) => [name.replaceAll('`', ''), ...cells]);
}
