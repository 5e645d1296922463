// Goal: a long answer is compressed for whoever takes it so, and one with secrets never is.
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { request } from 'undici';
import { silentLog } from '../../../tests/support/silent-log.ts';
import { createHttpServer, listen } from './http-server.ts';

const LONG = 'El precio es S/ 12.50. ñ '.repeat(100);

const reply = (body: string, more = {}) => {
  const headers = { 'content-type': 'text/plain', vary: 'origin' };
  return async () => ({ status: 200, headers, body, ...more });
};
const server = createHttpServer({
  routes: {
    '/long': reply(LONG),
    '/short': reply('x'.repeat(1_000)),
    '/secret': reply(LONG, { isSecret: true }),
  },
  maxBodyBytes: 1,
  compresses: true,
  log: silentLog,
});
let url: string;
beforeAll(async () => {
  url = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
});
afterAll(() => void server.close());

async function get(path: string, accepted?: string) {
  const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
  const { headers: given, body } = await request(`${url}${path}`, { headers });
  const bytes = Buffer.from(await body.arrayBuffer());
  expect(given['content-length']).toBe(String(bytes.length));
  return { encoding: given['content-encoding'], vary: given['vary'], bytes };
}

test.each([
  ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
  ['br;q=0.5', 'br', brotliDecompressSync],
  ['*', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['br;q=0, gzip', 'gzip', gunzipSync],
])('for a client that takes %s it is %s', async (accepted, encoding, decompress) => {
  const answer = await get('/long', accepted);
  expect(answer).toMatchObject({ encoding, vary: 'origin, accept-encoding' });
  expect(decompress(answer.bytes).toString()).toBe(LONG);
  expect(answer.bytes.length).toBeLessThan(LONG.length / 5);
});

test.each([
  ['a client that says nothing', '/long', undefined],
  ['a client that takes none of ours', '/long', 'deflate, zstd'],
  ['a client that refuses', '/long', 'identity, *;q=0'],
  ['nonsense', '/long', ',;q=,,'],
  ['a short answer', '/short', 'br'],
  ['an answer with secrets', '/secret', 'br'],
])('%s gets it as it is', async (_, path, accepted) => {
  expect((await get(path, accepted)).encoding).toBeUndefined();
});
