// Long because every way in which a gateway can fail is tried in one place.
// Goal: a request reaches the gateway as the browser sent it, from the address that it came from,
// and whatever the gateway does or fails to do, the browser gets an answer that it understands.
// Method: the real server before a gateway of the test's own.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from '@jest/globals';
import { request } from 'undici';
import { createHealth } from '../../common/process/http/health.ts';
import {
  closeGracefully,
  createHttpServer,
  HttpRefusal,
  listen,
} from '../../common/process/http/http-server.ts';
import type { StrangerLimits } from '../../common/process/http/strangers.ts';
import { silentLog } from '../../tests/support/silent-log.ts';
import { createGateway, type Gateway } from './gateway-route.ts';
import { createWebServer } from './web-server.ts';

const running: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

interface Setting {
  strangers?: Partial<StrangerLimits>;
  answerTimeoutMs?: number;
}

/** Starts the server before a gateway. @returns its address of `/graphql` */
async function serveBefore(upstream: Server, setting: Setting = {}): Promise<string> {
  const port = await listen(upstream, '127.0.0.1', 0);
  running.push(async () => {
    upstream.closeAllConnections();
    if (upstream.listening) await closeGracefully(upstream);
  });
  return serve(`http://127.0.0.1:${port}/graphql`, setting);
}

async function serve(url: string, { strangers, ...setting }: Setting = {}): Promise<string> {
  const gateway: Gateway = createGateway({ url, sourceAddress: null, ...setting, log: silentLog });
  const server = createWebServer({
    page: async () => {
      throw new HttpRefusal('NOT_FOUND');
    },
    gateway: gateway.route,
    health: createHealth({}),
    ...(strangers && { strangers }),
    log: silentLog,
  });
  const port = await listen(server, '127.0.0.1', 0);
  running.push(async () => {
    server.closeAllConnections();
    await closeGracefully(server);
    await gateway.close();
  });
  return `http://127.0.0.1:${port}/graphql`;
}

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A gateway that notes what it gets. */
function noting(seen: Seen[], answer?: RequestListener): Server {
  return createServer(async (incoming, response) => {
    const { method, url, headers } = incoming;
    seen.push({ method, url, headers, body: await text(incoming) });
    if (answer) return answer(incoming, response);
    response.end('{}');
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const BODY = '{"documentId":"ñandú"}';

test('a request arrives as it was sent, and its answer comes back', async () => {
  const seen: Seen[] = [];
  const url = await serveBefore(
    noting(seen, (_, response) => {
      response.writeHead(401, {
        'content-type': 'application/graphql-response+json; charset=utf-8',
        'content-encoding': 'gzip',
        'set-cookie': ['a=1; HttpOnly', 'b=2'],
        'www-authenticate': 'Bearer',
        'x-request-id': 'of-the-browser',
        connection: 'x-hop',
        'x-hop': 'of one hop',
      });
      response.end('never unpacked');
    }),
  );
  const { statusCode, headers, body } = await request(`${url}?a=%20b`, {
    method: 'POST',
    headers: {
      ...JSON_TYPE,
      authorization: 'Bearer abc',
      cookie: 'refresh=1',
      'x-request-id': 'of-the-browser',
      'accept-encoding': 'br, gzip',
      forwarded: 'for=6.6.6.6',
      'x-real-ip': '6.6.6.6',
      'x-forwarded-proto': 'https',
    },
    body: BODY,
  });

  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({ method: 'POST', url: '/graphql?a=%20b', body: BODY });
  expect(seen[0]?.headers).toMatchObject({
    ...JSON_TYPE,
    authorization: 'Bearer abc',
    cookie: 'refresh=1',
    'x-request-id': 'of-the-browser',
    'accept-encoding': 'br, gzip',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'https',
    'content-length': String(Buffer.byteLength(BODY)),
  });
  for (const name of ['forwarded', 'x-real-ip']) expect(seen[0]?.headers).not.toHaveProperty(name);
  expect(statusCode).toBe(401);
  expect(await body.text()).toBe('never unpacked');
  expect(headers).toMatchObject({
    'content-type': 'application/graphql-response+json; charset=utf-8',
    'content-encoding': 'gzip',
    'set-cookie': ['a=1; HttpOnly', 'b=2'],
    'www-authenticate': 'Bearer',
    'x-request-id': 'of-the-browser',
    'x-content-type-options': 'nosniff',
  });
  expect(headers).not.toHaveProperty('x-hop');
});

test('a lone cookie of an answer, as of a renewal, comes back whole', async () => {
  const url = await serveBefore(
    noting([], (_, response) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'set-cookie': 'a=1; HttpOnly',
      });
      response.end('{}');
    }),
  );
  const { headers } = await request(url, { method: 'POST', headers: JSON_TYPE, body: BODY });
  expect([headers['set-cookie']].flat()).toEqual(['a=1; HttpOnly']);
});

test('the address of the caller stands last, whatever the caller says', async () => {
  const seen: Seen[] = [];
  const url = await serveBefore(noting(seen));
  await request(url, { headers: { 'x-forwarded-for': '6.6.6.6' } });

  expect(seen[0]?.headers['x-forwarded-for']).toBe('6.6.6.6, 127.0.0.1');
});

test('the own page has no origin for the gateway, a page of another site keeps its', async () => {
  const seen: Seen[] = [];
  const url = await serveBefore(noting(seen));
  for (const origin of [new URL(url).origin, 'https://evil.example', 'null']) {
    await request(url, { headers: { origin } });
  }
  expect(seen.map(({ headers }) => headers.origin)).toEqual([
    undefined,
    'https://evil.example',
    'null',
  ]);
});

test('a preflight is passed on, another method than those of GraphQL is not', async () => {
  const seen: Seen[] = [];
  const url = await serveBefore(noting(seen, (_, response) => void response.writeHead(204).end()));
  const preflight = await request(url, { method: 'OPTIONS' });
  expect({ status: preflight.statusCode, seen: seen.length }).toEqual({ status: 204, seen: 1 });

  const { statusCode, headers, body } = await request(url, { method: 'DELETE' });
  expect({ statusCode, allow: headers['allow'] }).toEqual({ statusCode: 405, allow: 'GET, POST' });
  expect(await body.json()).toMatchObject({
    errors: [{ extensions: { code: 'METHOD_NOT_ALLOWED' } }],
  });
  expect(seen).toHaveLength(1);
});

/** The standard form of a refusal, as JSON. */
async function refusalOf(asked: ReturnType<typeof request>) {
  const { statusCode, headers, body } = await asked;
  const { errors } = (await body.json()) as { errors: { message: string; extensions: object }[] };
  return { statusCode, retryAfter: headers['retry-after'], ...errors[0] };
}

const UNAVAILABLE = {
  statusCode: 503,
  retryAfter: '1',
  message: 'Servicio no disponible; intente de nuevo.',
  extensions: { code: 'SERVICE_UNAVAILABLE', requestId: 'r-1' },
};
const POSTED = {
  method: 'POST',
  headers: { ...JSON_TYPE, 'x-request-id': 'r-1' },
  body: BODY,
} as const;

test('a gateway that is dead is told in the standard form, with when to come again', async () => {
  const gone = createServer();
  const port = await listen(gone, '127.0.0.1', 0);
  await closeGracefully(gone);
  const url = await serve(`http://127.0.0.1:${port}/graphql`);

  expect(await refusalOf(request(url, POSTED))).toEqual(UNAVAILABLE);
});

test('a gateway that dies before or in the middle of its answer is told so too', async () => {
  const url = await serveBefore(
    createServer((incoming, response) => {
      if (incoming.headers['x-request-id'] === 'r-1') return incoming.socket.destroy();
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => incoming.socket.destroy());
    }),
  );
  expect(await refusalOf(request(url, POSTED))).toEqual(UNAVAILABLE);
  const halfAnswered = { ...POSTED, headers: { ...POSTED.headers, 'x-request-id': 'r-2' } };
  expect(await refusalOf(request(url, halfAnswered))).toMatchObject({
    statusCode: 503,
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });
});

test('a gateway that is silent is not waited for without end', async () => {
  const url = await serveBefore(createServer(), { answerTimeoutMs: 100 });

  expect(await refusalOf(request(url, POSTED))).toMatchObject({
    statusCode: 504,
    message: 'El servicio tardó demasiado en responder.',
    extensions: { code: 'TIMEOUT' },
  });
});

/** A gateway with the limits of the real one. */
function limited(maxBodyBytes: number, bodies: string[] = []): Server {
  return createHttpServer({
    routes: {
      '/graphql': async (call) => {
        bodies.push(await call.readBody());
        return { status: 200, headers: {}, body: '{}' };
      },
    },
    maxBodyBytes,
    log: silentLog,
  });
}

test('a body that the gateway refuses is refused, and the connection goes on', async () => {
  const bodies: string[] = [];
  const url = await serveBefore(limited(1_000, bodies));
  for (const body of ['x'.repeat(5_000_000), 'x'.repeat(1_001)]) {
    expect(await refusalOf(request(url, { ...POSTED, body }))).toMatchObject({
      statusCode: 413,
      extensions: { code: 'PAYLOAD_TOO_LARGE' },
    });
  }
  const { statusCode } = await request(url, { ...POSTED, body: 'x'.repeat(1_000) });
  expect({ statusCode, lengths: bodies.map(({ length }) => length) }).toEqual({
    statusCode: 200,
    lengths: [1_000],
  });
});

test('a body without a length is passed on whole', async () => {
  const bodies: string[] = [];
  const url = await serveBefore(limited(1_000, bodies));
  await request(url, { ...POSTED, body: Readable.from(['one ', 'two']) });
  expect(bodies).toEqual(['one two']);
});

/** Waits until it is closed, also by an error. */
function closed(stream: Readable): Promise<void> {
  stream.on('error', () => undefined);
  return new Promise((resolve) => stream.once('close', () => resolve()));
}

/** Opens a request whose body never ends. */
function openHalf(url: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\n` +
      'content-length: 100\r\n\r\n{"half',
  );
  return socket;
}

test('who sends a body and stops is let go, and the gateway with them', async () => {
  const upstream = createServer();
  const url = await serveBefore(upstream, { strangers: { timeout: 100 } });
  const arrived = once(upstream, 'request');
  const socket = openHalf(url);
  const [incoming] = (await arrived) as [IncomingMessage];

  await Promise.all([closed(incoming), closed(socket)]);
  expect(incoming.complete).toBe(false);
});

test('a browser that has gone is not worked for any longer', async () => {
  const upstream = createServer();
  const url = await serveBefore(upstream);
  const arrived = once(upstream, 'request');
  const socket = openHalf(url);
  const [incoming] = (await arrived) as [IncomingMessage];
  socket.destroy();

  await closed(incoming);
  expect(incoming.complete).toBe(false);
});
