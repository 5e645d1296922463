import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { type HttpCall, HttpRefusal, type Route } from '../../common/process/http/http-server.ts';
import { silentLog } from '../../tests/support/silent-log.ts';
import { withCors } from './cors.ts';

const SHOP = 'https://tienda.example';
const answer: Route = async () => ({ status: 200, headers: { 'x-own': '1' }, body: '{}' });
const refuse: Route = async () => {
  throw new HttpRefusal('PAYLOAD_TOO_LARGE', undefined, { 'retry-after': '1' });
};

function callFrom(origin: string | undefined, more: Partial<HttpCall> = {}): HttpCall {
  return {
    method: 'POST',
    pathname: '/graphql',
    search: '',
    headers: { ...(origin && { origin }) },
    peerAddress: '127.0.0.1',
    requestId: 'request-1',
    clientGone: new AbortController().signal,
    readBody: async () => '',
    streamBody: () => Readable.from([]),
    ...more,
  };
}

const FROM_SHOP = { origins: [SHOP], allowsLocal: false, log: silentLog };

function preflightFrom(origin: string): HttpCall {
  const headers = { origin, 'access-control-request-method': 'POST' };
  return callFrom(origin, { method: 'OPTIONS', headers });
}

test('a page of a listed origin may read the answer and its request id', async () => {
  const { headers } = await withCors(answer, FROM_SHOP)(callFrom(SHOP));
  expect(headers).toEqual({
    'x-own': '1',
    vary: 'origin',
    'access-control-allow-origin': SHOP,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'x-request-id, retry-after',
  });
});

test.each(['https://evil.example', 'null', `${SHOP}.evil.example`, 'http://tienda.example'])(
  'the origin %s, which is not listed, gets no CORS header at all',
  async (origin) => {
    const route = withCors(answer, FROM_SHOP);
    for (const call of [callFrom(origin), preflightFrom(origin)]) {
      const { headers } = await route(call);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  },
);

test('a caller that is no page of another origin is served as ever', async () => {
  const { status, headers } = await withCors(answer, FROM_SHOP)(callFrom(undefined));
  expect(status).toBe(200);
  expect(headers).toEqual({ 'x-own': '1', vary: 'origin' });
});

test('a preflight is answered without running the route', async () => {
  const { status, headers } = await withCors(refuse, FROM_SHOP)(preflightFrom(SHOP));
  expect(status).toBe(204);
  expect(headers).toMatchObject({
    'access-control-allow-origin': SHOP,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': expect.stringContaining('content-type, authorization'),
  });
});

test('a page may also read why its request was refused', async () => {
  await expect(withCors(refuse, FROM_SHOP)(callFrom(SHOP))).rejects.toMatchObject({
    code: 'PAYLOAD_TOO_LARGE',
    headers: { 'retry-after': '1', 'access-control-allow-origin': SHOP },
  });
});
