// Goal: more than the common limit is read only of a request that was allowed it.
// Method: a server whose route reads bodies, and counts how often it is asked for more.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { silentLog } from '../../../tests/support/silent-log.ts';
import { type AllowMore, createHttpServer, HttpRefusal, listen } from './http-server.ts';

const LIMIT = 100_000;
let url: string;
let allowMore: AllowMore;
let asked = 0;

const server = createHttpServer({
  routes: {
    '/': async (call) => {
      const body = await call.readBody(() => {
        asked += 1;
        return allowMore();
      });
      return { status: 200, headers: {}, body: String(body.length) };
    },
  },
  maxBodyBytes: LIMIT,
  log: silentLog,
});
beforeAll(async () => {
  url = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}/`;
});
afterAll(() => void server.close());
beforeEach(() => {
  asked = 0;
});

async function send(bytes: number) {
  const response = await fetch(url, { method: 'POST', body: 'x'.repeat(bytes) });
  const text = await response.text();
  return { status: response.status, text, asked };
}

test('a body within the common limit is read without a question', async () => {
  expect(await send(LIMIT)).toEqual({ status: 200, text: String(LIMIT), asked: 0 });
});

test('a larger one is read whole once it was allowed, whatever its size', async () => {
  allowMore = async () => 5_000_000;
  expect(await send(LIMIT + 1)).toEqual({ status: 200, text: String(LIMIT + 1), asked: 1 });
  expect(await send(5_000_000)).toEqual({ status: 200, text: '5000000', asked: 2 });
});

test('a body past its own larger limit is refused', async () => {
  allowMore = async () => 200_000;
  const { status, text } = await send(5_000_000);
  expect(status).toBe(413);
  expect(text).toContain('El máximo es 200000 bytes.');
});

test('who may send no more than others is refused, and so is who is nobody', async () => {
  allowMore = async () => null;
  const { status, text } = await send(LIMIT + 1);
  expect([status, text]).toEqual([413, expect.stringContaining(`El máximo es ${LIMIT} bytes.`)]);

  allowMore = async () => {
    throw new HttpRefusal('UNAUTHENTICATED');
  };
  expect(await send(5_000_000)).toMatchObject({ status: 401, asked: 2 });
});
