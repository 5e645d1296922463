// Goal: the page is built when something that it is made of changed, and only then; a build that
// fails says why and leaves the last good page in place. Method: a small page in a folder of its
// own, with the real vite.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { buildWebIfStale } from './build-web.ts';

const LIMIT_MS = 60_000;
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'web-build-'));
  mkdirSync(join(root, 'web/server'), { recursive: true });
  copyFileSync(join(REPOSITORY_ROOT, 'vite.config.ts'), join(root, 'vite.config.ts'));
  symlinkSync(join(REPOSITORY_ROOT, 'node_modules'), join(root, 'node_modules'));
  write('package-lock.json', '{}');
  write('web/index.html', '<!doctype html><script type="module" src="/main.ts"></script>');
  mkdirSync(join(root, 'web/public'));
  write('web/service-worker.ts', 'console.log(SHELL_FILES);');
  write('web/main.ts', `document.title = '${'ElectroPlus '.repeat(100)}';`);
});

afterEach(() => {
  delete process.env['VITE_API_GATEWAY_URL'];
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  writeFileSync(join(root, path), text);
}

/** The built code, by its path. */
function builtCode(): string {
  const [name = ''] = readdirSync(join(root, 'web/dist/assets')).filter((one) =>
    one.endsWith('.js'),
  );
  return join(root, 'web/dist/assets', name);
}

test(
  'it is built once, with compressed neighbours, and again when a source changes',
  async () => {
    expect(await buildWebIfStale({ root })).toBe('built');
    const code = readFileSync(builtCode(), 'utf8');
    expect(code).toContain('ElectroPlus');
    expect(String(brotliDecompressSync(readFileSync(`${builtCode()}.br`)))).toBe(code);
    expect(String(gunzipSync(readFileSync(`${builtCode()}.gz`)))).toBe(code);

    expect(await buildWebIfStale({ root })).toBe('current');
    write('web/server/main.ts', 'the server is no part of the page');
    expect(await buildWebIfStale({ root })).toBe('current');

    write('web/main.ts', "document.title = 'another';");
    expect(await buildWebIfStale({ root })).toBe('built');
    expect(readFileSync(builtCode(), 'utf8')).toContain('another');

    write('package-lock.json', '{ "lockfileVersion": 3 }');
    expect(await buildWebIfStale({ root })).toBe('built');
  },
  LIMIT_MS,
);

test(
  'a broken source is named, and the last good page stays',
  async () => {
    await buildWebIfStale({ root });
    const good = readFileSync(builtCode(), 'utf8');
    write('web/main.ts', "import './not-there.ts';");

    await expect(buildWebIfStale({ root })).rejects.toThrow(
      /^The page does not build:\n[\s\S]*not-there\.ts/,
    );
    expect(readFileSync(builtCode(), 'utf8')).toBe(good);
  },
  LIMIT_MS,
);

test(
  'the chaos test is in a page that is to be tried, and in no other',
  async () => {
    write('web/main.ts', "if (import.meta.env.VITE_CAOS === 'on') void import('./caos.ts');");
    write('web/caos.ts', "document.title = 'Prueba de caos';");
    const chunks = () =>
      readdirSync(join(root, 'web/dist'), { recursive: true, encoding: 'utf8' }).filter((one) =>
        one.includes('caos'),
      );

    await buildWebIfStale({ root });
    expect(chunks()).toEqual([]);
    expect(await buildWebIfStale({ root, hasChaos: true })).toBe('built');
    expect(chunks().length).toBeGreaterThan(0);
    expect(await buildWebIfStale({ root })).toBe('built');
    expect(chunks()).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'a page for another gateway is another page, and says so to its server',
  async () => {
    await buildWebIfStale({ root });
    expect(existsSync(join(root, 'web/dist/.gateway'))).toBe(false);

    process.env['VITE_API_GATEWAY_URL'] = 'https://api.tienda.example/graphql';
    expect(await buildWebIfStale({ root })).toBe('built');
    expect(readFileSync(join(root, 'web/dist/.gateway'), 'utf8')).toBe(
      'https://api.tienda.example',
    );
    process.env['VITE_API_GATEWAY_URL'] = 'nowhere';
    await expect(buildWebIfStale({ root })).rejects.toThrow(
      'VITE_API_GATEWAY_URL must be an http address.',
    );
  },
  LIMIT_MS,
);
