// Goal: browsers get the built files, small and fresh, with the policy of the page, and nothing
// that was not built. Method: a folder as the build leaves it, asked through the real server.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { request } from 'undici';
import { createHealth } from '../../common/process/http/health.ts';
import { closeGracefully, HttpRefusal, listen } from '../../common/process/http/http-server.ts';
import { silentLog } from '../../tests/support/silent-log.ts';
import { readBuiltFiles } from './built-files.ts';
import { withDemoAccounts } from './demo-accounts.ts';
import { createPageRoute } from './page-route.ts';
import { createWebServer } from './web-server.ts';

const PAGE = '<!doctype html><head><title>ElectroPlus</title></head>';
const CODE = 'console.log("caja");'.repeat(100);
const CODE_PATH = '/assets/main-Dq3xYz_1.js';

let directory: string;
let server: Server;
let origin: string;

/** Serves the folder as it is now. */
async function serve(): Promise<void> {
  server = createWebServer({
    page: createPageRoute(readBuiltFiles(join(directory, 'dist/index.html'))),
    gateway: async () => {
      throw new HttpRefusal('SERVICE_UNAVAILABLE');
    },
    health: createHealth({}),
    log: silentLog,
  });
  origin = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'built-page-'));
  writeFileSync(join(directory, 'secret.txt'), 'outside');
  mkdirSync(join(directory, 'dist/assets'), { recursive: true });
  const files = {
    'index.html': PAGE,
    '.inputs': 'the hash of the sources',
    'sw.js': 'self.addEventListener("fetch", () => {});',
    'manifest.webmanifest': '{}',
    [CODE_PATH]: CODE,
    [`${CODE_PATH}.br`]: brotliCompressSync(CODE),
    [`${CODE_PATH}.gz`]: gzipSync(CODE),
  };
  for (const [path, content] of Object.entries(files)) {
    writeFileSync(join(directory, 'dist', path), content);
  }
  await serve();
});

afterAll(async () => {
  await closeGracefully(server);
  rmSync(directory, { recursive: true });
});

async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const answer = await request(origin + path, {
    method: method as 'GET',
    headers: { connection: 'close', ...headers },
  });
  const body = Buffer.from(await answer.body.arrayBuffer());
  return { status: answer.statusCode, headers: answer.headers, body };
}

test.each(['/', '/index.html', '/caja', '/productos/145/', '/ventas/2026-11-27'])(
  '%s is the page, asked for again each time',
  async (path) => {
    const { status, headers, body } = await get(path);
    expect({ status, text: String(body) }).toEqual({ status: 200, text: PAGE });
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
    });
  },
);

test.each([
  '/assets/gone-Dq3xYz_1.js',
  '/caja.js',
  '/secret.txt',
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/..%2fsecret',
  '/%2e%2e/secret',
  '/assets/..\\..\\secret',
  '//etc/passwd',
  '/.inputs',
  '/.gateway',
  '/caos/estado',
  '/health/other',
])('%s is nothing, in the standard form', async (path) => {
  // A client that would tidy the path up is not asked to.
  const answer = await raw(`GET ${path} HTTP/1.1`);
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  expect(answer).toContain('"code":"NOT_FOUND"');
  expect(answer).not.toContain('outside');
});

test('a file with a hash in its name is kept for ever, one without is not', async () => {
  expect((await get(CODE_PATH)).headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  expect((await get('/manifest.webmanifest')).headers).toMatchObject({
    'content-type': 'application/manifest+json; charset=utf-8',
    'cache-control': 'no-cache',
  });
});

test.each([
  ['br, gzip', 'br', brotliCompressSync(CODE)],
  ['gzip', 'gzip', gzipSync(CODE)],
  ['identity', undefined, Buffer.from(CODE)],
  ['br;q=0, gzip', 'gzip', gzipSync(CODE)],
])('who takes %s gets it as the build compressed it', async (accepted, encoding, expected) => {
  const { headers, body } = await get(CODE_PATH, { 'accept-encoding': accepted });
  expect(headers['content-encoding']).toBe(encoding);
  expect(headers['vary']).toBe('accept-encoding');
  expect(headers['content-length']).toBe(String(expected.length));
  expect(body.equals(expected)).toBe(true);
});

test('what a browser has already is not sent again, and each encoding has a tag of its own', async () => {
  const plain = String((await get(CODE_PATH)).headers['etag']);
  const small = String((await get(CODE_PATH, { 'accept-encoding': 'br' })).headers['etag']);
  expect(plain).not.toBe(small);

  const again = await get(CODE_PATH, { 'if-none-match': `"other", W/${plain}` });
  expect({ status: again.status, length: again.body.length }).toEqual({ status: 304, length: 0 });
  expect(again.headers).toMatchObject({ etag: plain });
  expect(again.headers['content-length']).toBeUndefined();
  expect((await get(CODE_PATH, { 'if-none-match': small })).status).toBe(200);
});

test('HEAD tells what GET would, without the body; nothing is written to', async () => {
  const { status, headers, body } = await get(CODE_PATH, {}, 'HEAD');
  expect({ status, length: headers['content-length'], sent: body.length }).toEqual({
    status: 200,
    length: String(CODE.length),
    sent: 0,
  });
  const refused = await get('/caja', {}, 'POST');
  expect(refused.status).toBe(405);
  expect(refused.headers['allow']).toBe('GET, HEAD');
});

const directives = (policy: unknown) =>
  new Map(
    String(policy)
      .split('; ')
      .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1).join(' ')]),
  );

test('the page may load its own code and nothing else, and nobody may frame it', async () => {
  const { headers } = await get('/caja');
  expect(Object.fromEntries(directives(headers['content-security-policy']))).toEqual({
    'default-src': "'none'",
    'script-src': "'self' 'wasm-unsafe-eval'",
    'style-src': "'self'",
    'connect-src': "'self'",
    'worker-src': "'self'",
    'manifest-src': "'self'",
    'font-src': "'self'",
    'img-src': "'self' data:",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': 'sw csv',
  });
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=(self), microphone=()'),
  });
});

test('the service worker has a policy of its own, which lets it import its scripts', async () => {
  const policy = directives((await get('/sw.js')).headers['content-security-policy']);
  expect(policy.get('script-src')).toBe("'self'");
  expect([...policy.keys()]).not.toContain('require-trusted-types-for');
});

test('a page that was built for another gateway may call it, and only it', async () => {
  writeFileSync(join(directory, 'dist/.gateway'), 'https://api.tienda.example');
  const before = { server, origin };
  try {
    await serve();
    const policy = directives((await get('/')).headers['content-security-policy']);
    expect(policy.get('connect-src')).toBe("'self' https://api.tienda.example");
    await closeGracefully(server);
  } finally {
    rmSync(join(directory, 'dist/.gateway'));
    ({ server, origin } = before);
  }
});

test('without a built page there is a sentence that says how to make it', () => {
  expect(() => readBuiltFiles(join(directory, 'nothing/index.html'))).toThrow(
    'nothing/index.html is not there: npm run web:build makes it.',
  );
});

/** Sends a line as it stands. */
async function raw(line: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.end(`${line}\r\nhost: ${hostname}\r\nconnection: close\r\n\r\n`);
  return text(socket);
}

test('a shop that is there to be tried offers its accounts in the page, whatever they hold', async () => {
  const built = readBuiltFiles(join(directory, 'dist/index.html'));
  const accounts = '{"password":"a\\"b&c$&d","accounts":[]}';
  const { index } = withDemoAccounts(built, accounts);
  const page = index.plain.toString();
  const [, content = ''] = /<meta name="electroplus-demo" content="([^"]*)" \/>/.exec(page) ?? [];
  expect(content.replaceAll('&quot;', '"').replaceAll('&amp;', '&')).toBe(accounts);
  expect(brotliDecompressSync(index.compressed['br']!).toString()).toBe(page);
  expect(index.hash).not.toBe(built.index.hash);
});
