// Goal: nobody but an administrator at this machine, on the page that was served here, finds the
// chaos test: each wall alone is enough. Method: the real server, with a router and a supervisor
// of the test's own, and requests that lack one thing each.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createHealth } from '../../common/process/http/health.ts';
import { closeGracefully, listen } from '../../common/process/http/http-server.ts';
import { silentLog } from '../../tests/support/silent-log.ts';
import { skipWithMessage } from '../../tests/support/skip-with-message.ts';
import { type Chaos, createChaos } from './chaos-routes.ts';
import { readWebConfig } from './config.ts';
import { createWebServer } from './web-server.ts';

const ADMIN = 'Bearer an.admin.token';
const SELLER = 'Bearer a.seller.token';

let router: Server;
let supervisor: Server;
let web: Server;
let chaos: Chaos;
let port: number;
/** The router does not answer. */
let isDown = false;
const carriedOut: { url: string | undefined; headers: IncomingMessage['headers']; body: string }[] =
  [];

beforeAll(async () => {
  router = createServer((request, response) => {
    if (isDown) return request.socket.destroy();
    const roles = { [ADMIN]: ['ADMIN'], [SELLER]: ['VENDEDOR'] }[
      request.headers.authorization ?? ''
    ];
    const refused = { errors: [{ message: 'x', extensions: { code: 'UNAUTHENTICATED' } }] };
    response.end(JSON.stringify(roles ? { data: { yo: { roles } } } : refused));
  });
  supervisor = createServer(async (request, response) => {
    const { url, headers } = request;
    carriedOut.push({ url, headers, body: await text(request) });
    response.setHeader('retry-after', '2');
    response.statusCode = 429;
    response.end('{"from":"the supervisor"}');
  });
  const routerPort = await listen(router, '127.0.0.1', 0);
  const place = { port: await listen(supervisor, '127.0.0.1', 0), token: 'of-this-start' };
  chaos = createChaos(place, `http://127.0.0.1:${routerPort}/graphql`);
  const unavailable = async () => ({ status: 503, headers: {}, body: '' });
  web = createWebServer({
    ...{ page: unavailable, gateway: unavailable, chaos: chaos.routes },
    health: createHealth({}),
    log: silentLog,
  });
  port = await listen(web, '::', 0);
});
beforeEach(() => {
  carriedOut.length = 0;
  isDown = false;
});
afterAll(async () => {
  for (const server of [web, router, supervisor]) {
    server.closeAllConnections();
    await closeGracefully(server);
  }
  await chaos.close();
});

interface Request {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  /** Address to connect to. */
  to: string;
}

/** A kill as the page asks for it. */
const kill = (): Request => ({
  method: 'POST',
  path: '/caos/matar',
  headers: {
    host: `localhost:${port}`,
    origin: `http://localhost:${port}`,
    'content-type': 'application/json',
    authorization: ADMIN,
  },
  body: '{"proceso":"ventas"}',
  to: '127.0.0.1',
});

const look = (): Request => {
  const { origin: _origin, ...headers } = kill().headers;
  return {
    ...{ ...kill(), method: 'GET', path: '/caos/estado', body: '' },
    headers: { ...headers, 'sec-fetch-site': 'same-origin' },
  };
};

/** Sends a request as it stands: no client adds to it. */
async function statusOf({ method, path, headers, body, to }: Request): Promise<number> {
  const socket = connect(port, to);
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  return Number((await text(socket)).split(' ')[1]);
}

const withHeaders = (request: Request, headers: Record<string, string>): Request => ({
  ...request,
  headers: { ...request.headers, ...headers },
});

function without(request: Request, name: string): Request {
  const { [name]: _left, ...headers } = request.headers;
  return { ...request, headers };
}

test('the page of an administrator gets through, with its token, and the answer comes back', async () => {
  expect(await statusOf(kill())).toBe(429);
  expect(carriedOut).toMatchObject([
    {
      url: '/matar',
      body: '{"proceso":"ventas"}',
      headers: { authorization: 'Bearer of-this-start', 'x-chaos-bearer': 'an.admin.token' },
    },
  ]);
  expect(await statusOf(look())).toBe(429);
});

test.each(['localhost', '127.0.0.1', '[::1]'])('as %s it gets through', async (name) => {
  const host = `${name}:${port}`;
  const to = name === '[::1]' ? '::1' : '127.0.0.1';
  const named = withHeaders(kill(), { host, origin: `http://${host}` });
  expect(await statusOf({ ...named, to })).toBe(429);
});

test.each<[string, () => Request]>([
  [
    'a name that points here',
    () =>
      withHeaders(kill(), { host: `evil.example:${port}`, origin: `http://evil.example:${port}` }),
  ],
  [
    'a name that begins alike',
    () =>
      withHeaders(kill(), {
        host: `localhost.evil.example:${port}`,
        origin: `http://localhost.evil.example:${port}`,
      }),
  ],
  ['a page of another site', () => withHeaders(kill(), { origin: 'https://evil.example' })],
  ['a page of another port', () => withHeaders(kill(), { origin: 'http://localhost:1' })],
  ['a page without an origin', () => withHeaders(kill(), { origin: 'null' })],
  ['a kill without an origin', () => without(kill(), 'origin')],
  ['a form', () => withHeaders(kill(), { 'content-type': 'text/plain' })],
  ['a body without a type', () => without(kill(), 'content-type')],
  ['a seller', () => withHeaders(kill(), { authorization: SELLER })],
  ['a token that nobody knows', () => withHeaders(kill(), { authorization: 'Bearer x.y.z' })],
  ['nobody', () => without(kill(), 'authorization')],
  [
    'the token of the supervisor',
    () => withHeaders(kill(), { authorization: 'Bearer of-this-start' }),
  ],
  ['a proxy of this machine', () => withHeaders(kill(), { 'x-forwarded-for': '203.0.113.9' })],
  ['a kill by GET', () => ({ ...kill(), method: 'GET', body: '' })],
  ['a look from another site', () => withHeaders(look(), { 'sec-fetch-site': 'cross-site' })],
  ['a look that no page made', () => without(look(), 'sec-fetch-site')],
  ['another path', () => ({ ...kill(), path: '/caos/otro' })],
])('%s finds nothing, and nothing is carried out', async (_, request) => {
  const isOther = request().path === '/caos/otro';
  // Other paths are the page's to refuse; here it stands for one that is away.
  expect(await statusOf(request())).toBe(isOther ? 503 : 404);
  expect(carriedOut).toEqual([]);
});

const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one !== undefined && !one.internal && one.family === 'IPv4')?.address;
const testOutside = skipWithMessage(
  outside === undefined ? 'this machine has no address but loopback' : null,
);

testOutside('who comes from another address finds nothing', async () => {
  expect(await statusOf({ ...kill(), to: outside ?? '' })).toBe(404);
  expect(carriedOut).toEqual([]);
});

test('while the router is down, who was an administrator a moment ago still is, and nobody else', async () => {
  expect(await statusOf(kill())).toBe(429);
  isDown = true;
  expect(await statusOf(kill())).toBe(429);
  const other = withHeaders(kill(), { authorization: 'Bearer another.admin.token' });
  expect(await statusOf(other)).toBe(404);
});

test.each([
  ['production', null],
  ['development', { port: 4_711, token: 'of-this-start' }],
])('in %s the supervisor’s word counts: %p', (environment, expected) => {
  const before = process.env;
  process.env = { NODE_ENV: environment, CHAOS_PORT: '4711', CHAOS_TOKEN: 'of-this-start' };
  try {
    expect(readWebConfig().chaos).toEqual(expected);
  } finally {
    process.env = before;
  }
});
