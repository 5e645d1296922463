// Goal: what a subgraph does wrong never becomes an exception, an address or a detail for clients.
// Method: a real HTTP server plays the subgraph, with the real check of service tokens.
// Long because every fault of a subgraph is played by one server.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { afterEach, expect, test } from '@jest/globals';
import { deadlineIn } from '../../common/process/http/deadline.ts';
import { createVerifier } from '../../common/process/identity/service-token.ts';
import type { Log, LogFields } from '../../common/process/log/log.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { NOBODY } from '../identity/client-identity.ts';
import { createSignIns } from '../identity/sign-ins.ts';
import { createInFlightCalls } from './in-flight-calls.ts';
import { createSubgraphCaller, type SubgraphCaller } from './subgraph-call.ts';

const SECRET = 'a secret of the edge, 32 letters or more';
const REQUEST = { query: '{ a }', variables: { b: 'ñ' }, operationName: 'A' };
const STRANGER = { ...NOBODY, clientAddress: '127.0.0.1' };
const ROSA = { ...STRANGER, identity: 'rosa' };

const opened: { server: Server; caller: SubgraphCaller }[] = [];
afterEach(async () => {
  for (const { server, caller } of opened.splice(0)) {
    server.closeAllConnections();
    server.close();
    await caller.close();
  }
});

/** A subgraph at an address with path and query, and the router's caller for it. */
async function callerOf(
  subgraph: RequestListener,
  timeoutMs = 3_000,
  name = 'ventas',
): Promise<SubgraphCaller> {
  const server = createServer(subgraph);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/graphql?v=1`;
  const endpoint = { name, url, secrets: [SECRET], timeoutMs };
  const parts = { inFlight: createInFlightCalls(), log: recordingLog().log };
  const caller = createSubgraphCaller(endpoint, parts);
  opened.push({ server, caller });
  return caller;
}

function recordingLog(): {
  log: Log;
  lines: { level: string; event: string; fields?: LogFields }[];
} {
  const lines: { level: string; event: string; fields?: LogFields }[] = [];
  const write = (level: string) => (event: string, fields?: LogFields) => {
    lines.push({ level, event, ...(fields && { fields }) });
  };
  const log: Log = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with: () => log,
  };
  return { log, lines };
}

function contextWith({ budgetMs = 3_000, log = recordingLog().log } = {}) {
  return {
    requestId: 'request-1',
    deadline: deadlineIn(budgetMs),
    log,
    client: STRANGER,
    cookies: undefined,
    signIns: createSignIns(),
    passCookie: () => undefined,
  };
}

test('the token is good for exactly the path, query and bytes that the subgraph receives', async () => {
  const verify = createVerifier('ventas', { router: [SECRET] });
  const received: Record<string, unknown>[] = [];
  const caller = await callerOf(async (request, response) => {
    const body = await readText(request);
    const token = await verify(request.headers['x-service-token'] as string);
    token.assertMadeFor({ method: 'POST', path: request.url ?? '', body });
    received.push({ ...JSON.parse(body), headers: request.headers, caller: token.caller });
    response.end('{"data":{"a":1}}');
  });

  const answer = await caller.call(REQUEST, contextWith({ budgetMs: 2_000 }));

  expect(answer).toEqual({ data: { a: 1 }, errors: [], answered: true });
  expect(received).toEqual([
    expect.objectContaining({
      ...REQUEST,
      caller: { service: 'router', actor: null, clientAddress: '127.0.0.1' },
    }),
  ]);
  const headers = received[0]!['headers'] as Record<string, string>;
  expect(headers['x-request-id']).toBe('request-1');
  expect(Number(headers['x-deadline-ms'])).toBeGreaterThan(1_000);
  expect(Number(headers['x-deadline-ms'])).toBeLessThanOrEqual(2_000);
});

test.each([
  ['usuarios', 'mutation { a }', 'kept=1', ['given=1']],
  // Identical reads share one answer, so nobody may get a cookie with it.
  ['usuarios', '{ a }', undefined, []],
  ['ventas', 'mutation { a }', undefined, []],
])('cookies pass between a client and usuarios, for writes: %s %s', async (...row) => {
  const [name, query, passed, given] = row;
  let received: string | undefined;
  const caller = await callerOf(
    (request, response) => {
      received = request.headers.cookie;
      response.setHeader('set-cookie', 'given=1');
      response.end('{"data":{"a":1}}');
    },
    3_000,
    name,
  );
  const cookies: string[] = [];
  const passCookie = (cookie: string) => void cookies.push(cookie);
  const context = { ...contextWith(), cookies: 'kept=1', passCookie };
  await caller.call({ ...REQUEST, query }, context);
  expect(received).toBe(passed);
  expect(cookies).toEqual(given);
});

test('an answer that does not end is given up at 32 MiB, whatever it says of its length', async () => {
  const MIB = 1024 * 1024;
  let sentBytes = 0;
  const caller = await callerOf((_request, response) => {
    const piece = Buffer.alloc(MIB, ' ');
    const send = () => {
      if (response.destroyed) return;
      sentBytes += piece.length;
      response.write(piece, send);
    };
    response.write('{');
    send();
  });
  const { log, lines } = recordingLog();
  const answer = await caller.call(REQUEST, contextWith({ log }));
  expect(answer).toMatchObject({ data: null, answered: false });
  expect(lines[0]?.fields).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(sentBytes).toBeGreaterThanOrEqual(32 * MIB);
});

test.each([
  ['a page of a proxy', 502, '<html>Bad gateway http://10.0.0.7:4002</html>'],
  ['JSON that is no GraphQL answer', 500, '{"oops":true}'],
  ['a list', 200, '[]'],
  ['nothing', 200, ''],
])('%s counts as no answer, and its text stays out of it', async (_, status, body) => {
  const caller = await callerOf((_request, response) => response.writeHead(status).end(body));
  expect(await caller.call(REQUEST, contextWith())).toEqual({
    data: null,
    errors: [
      {
        message: 'Servicio no disponible; intente de nuevo.',
        extensions: { code: 'SERVICE_UNAVAILABLE' },
      },
    ],
    answered: false,
  });
});

test('a subgraph that cuts the connection counts as no answer', async () => {
  const caller = await callerOf((request) => request.socket.destroy());
  const { errors } = await caller.call(REQUEST, contextWith());
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['SERVICE_UNAVAILABLE']);
});

test('a subgraph that answers too late is a TIMEOUT, also when it stops in the middle', async () => {
  const caller = await callerOf((request, response) => {
    if (request.headers['x-request-id'] === 'half') response.write('{"data":');
  });
  const startedAtMs = performance.now();
  const late = await caller.call(REQUEST, contextWith({ budgetMs: 50 }));
  const half = await caller.call(REQUEST, { ...contextWith({ budgetMs: 50 }), requestId: 'half' });
  expect(late.errors[0]?.extensions.code).toBe('TIMEOUT');
  expect(half.errors[0]?.extensions.code).toBe('TIMEOUT');
  expect(performance.now() - startedAtMs).toBeLessThan(2_000);
});

test('nothing is sent once the deadline has passed', async () => {
  let calls = 0;
  const caller = await callerOf((_request, response) => {
    calls += 1;
    response.end('{"data":{}}');
  });
  const { errors } = await caller.call(REQUEST, contextWith({ budgetMs: 0 }));
  expect(errors[0]?.extensions.code).toBe('TIMEOUT');
  expect(calls).toBe(0);
});

test('a refused token is an error in the log, and for clients only an absence', async () => {
  const caller = await callerOf((_request, response) =>
    response
      .writeHead(403)
      .end('{"errors":[{"message":"no","extensions":{"code":"SERVICE_TOKEN_INVALID"}}]}'),
  );
  const { log, lines } = recordingLog();
  const { errors } = await caller.call(REQUEST, contextWith({ log }));
  expect(errors[0]?.extensions.code).toBe('SERVICE_UNAVAILABLE');
  expect(lines).toEqual([
    expect.objectContaining({ level: 'error', event: 'subgraph.call-failed' }),
  ]);
});

test.each([
  ['BAD_USER_INPUT', 'BAD_USER_INPUT'],
  ['SERVER_BUSY', 'SERVER_BUSY'],
  ['GRAPHQL_VALIDATION_FAILED', 'INTERNAL_SERVER_ERROR'],
  ['ER_DUP_ENTRY', 'INTERNAL_SERVER_ERROR'],
  [undefined, 'INTERNAL_SERVER_ERROR'],
])('an error with code %p reaches clients as %p, without other extensions', async (given, seen) => {
  const error = { message: 'm', path: ['a'], extensions: { code: given, stacktrace: ['secret'] } };
  const caller = await callerOf((_request, response) =>
    response.writeHead(400).end(JSON.stringify({ data: null, errors: [error] })),
  );
  const { errors, answered } = await caller.call(REQUEST, contextWith());
  expect(errors).toEqual([{ message: 'm', path: ['a'], extensions: { code: seen } }]);
  expect(answered).toBe(true);
});

test('partial data comes with its errors', async () => {
  const caller = await callerOf((_request, response) =>
    response.end('{"data":{"a":1,"b":null},"errors":[{"message":"m","path":["b"]}]}'),
  );
  const { data, errors } = await caller.call(REQUEST, contextWith());
  expect(data).toEqual({ a: 1, b: null });
  expect(errors).toHaveLength(1);
});

const answerA: RequestListener = (_request, response) => response.end('{"data":{"a":1}}');

test('a call ends at the time limit of its subgraph, although the request has time left', async () => {
  const caller = await callerOf(() => undefined, 50);
  const startedAtMs = performance.now();
  const { errors } = await caller.call(REQUEST, contextWith());
  expect(errors).toMatchObject([{ extensions: { code: 'TIMEOUT' } }]);
  expect(performance.now() - startedAtMs).toBeLessThan(1_500);
});

test('after many failures the subgraph rests, then it is tried again and is back', async () => {
  let isDown = true;
  let calls = 0;
  const caller = await callerOf((request, response) => {
    calls += 1;
    if (isDown) request.socket.destroy();
    else answerA(request, response);
  });
  const call = (n: number) => caller.call({ ...REQUEST, variables: { n } }, contextWith());
  for (let n = 0; n < 40; n++) {
    expect((await call(n)).errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  }
  expect(calls).toBeLessThan(30);
  isDown = false;
  await eventually('the subgraph’s return', async () => (await call(-1)).data !== null);
});

test('refusals are answers: they never make a subgraph rest', async () => {
  let calls = 0;
  const caller = await callerOf((_request, response) => {
    calls += 1;
    response.statusCode = 503;
    response.end('{"errors":[{"message":"x","extensions":{"code":"SERVER_BUSY"}}]}');
  });
  for (let n = 0; n < 40; n++) {
    await caller.call({ ...REQUEST, variables: { n } }, contextWith());
  }
  expect(calls).toBe(40);
});

test('identical queries under way are sent once, and each asker gets data of its own', async () => {
  let calls = 0;
  const caller = await callerOf((request, response) => {
    calls += 1;
    answerA(request, response);
  });
  const [one, two] = await Promise.all([
    caller.call(REQUEST, contextWith()),
    caller.call(REQUEST, contextWith()),
  ]);
  expect(calls).toBe(1);
  expect(one).toEqual(two);
  expect(one?.data).not.toBe(two?.data);
});

test('other variables, another identity and every mutation are calls of their own', async () => {
  let calls = 0;
  const caller = await callerOf((request, response) => {
    calls += 1;
    answerA(request, response);
  });
  const mutation = { ...REQUEST, query: 'mutation { a }' };
  await Promise.all([
    caller.call(REQUEST, contextWith()),
    caller.call({ ...REQUEST, variables: {} }, contextWith()),
    caller.call(REQUEST, { ...contextWith(), client: ROSA }),
    caller.call(mutation, contextWith()),
    caller.call(mutation, contextWith()),
  ]);
  expect(calls).toBe(5);
});
