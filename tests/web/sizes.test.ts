// Goal: the page stays small enough for a telephone's network: the till as a whole, and each other
// screen by what it adds to what all share.
// Method: the files of the build that a screen loads before it is shown, found by their imports.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, constants as zlib } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';

const KIB = 1_024;
/** Budgets in bytes as gzip sends them. */
const BUDGET_TILL = 110 * KIB;
const BUDGET_SCREEN = 40 * KIB;

const ASSETS = join(REPOSITORY_ROOT, 'web', 'dist', 'assets');
const IMPORT = /(?:from|import)\s*["']\.\/([^"']+\.js)["']/g;
const CHUNK = /import\('\.\.\/[\w-]+\/([\w-]+-page)\.tsx'\)/g;

const SCREENS_FILE = readFileSync(join(REPOSITORY_ROOT, 'web/shell/screens.ts'), 'utf8');
/** The names of the chunks of all screens, such as `caja-page`; the build has none of chaos. */
const screens = [...(SCREENS_FILE.split('const CHAOS')[0] ?? '').matchAll(CHUNK)].map(
  ([, name = '']) => name,
);

// The set-up of all tests has built them.
const files = readdirSync(ASSETS).filter((name) => name.endsWith('.js'));

const fileOf = (chunk: string) => files.filter((name) => name.startsWith(`${chunk}-`));

/** A file and all that it needs before it runs; what it loads later is not counted. */
function withImports(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const text = readFileSync(join(ASSETS, name), 'utf8');
  for (const [, imported = ''] of text.matchAll(IMPORT)) withImports(imported, found);
  return found;
}

/** The bytes of files as the server sends them: compressed once, as well as gzip can. */
const bytesOf = (names: Iterable<string>) =>
  [...names]
    .map((name) => gzipSync(readFileSync(join(ASSETS, name)), { level: zlib.Z_BEST_COMPRESSION }))
    .reduce((sum, { length }) => sum + length, 0);

function entry(): Set<string> {
  const page = readFileSync(join(ASSETS, '..', 'index.html'), 'utf8');
  const [, name = ''] = /<script[^>]+src="\/assets\/([^"]+)"/.exec(page) ?? [];
  return withImports(name);
}

test('every screen is a chunk of its own', () => {
  expect(screens.length).toBeGreaterThan(10);
  for (const screen of screens) expect(fileOf(screen)).toHaveLength(1);
});

test('the till and all that it needs stay within 110 kB', () => {
  const [till = ''] = fileOf('caja-page');
  const bytes = bytesOf(new Set([...entry(), ...withImports(till)]));
  expect(bytes).toBeGreaterThan(10 * KIB);
  expect(bytes).toBeLessThanOrEqual(BUDGET_TILL);
});

test.each(screens.filter((screen) => screen !== 'caja-page'))(
  '%s adds at most 40 kB to what all share',
  (screen) => {
    const shared = entry();
    const [file = ''] = fileOf(screen);
    const own = [...withImports(file)].filter((name) => !shared.has(name));
    expect(bytesOf(own)).toBeGreaterThan(0);
    expect(bytesOf(own)).toBeLessThanOrEqual(BUDGET_SCREEN);
  },
);
