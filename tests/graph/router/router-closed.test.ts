// Goal: what the router refuses in production, how it says so, and what every answer carries.
// Method: real router processes over one stand-in for inventario; ventas is not there.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { refusal } from '../../../common/process/errors/refusals.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { type StandIn, startStandIn } from './router-stand-in.ts';

const MANIFEST = resolve(import.meta.dirname, '../../../schema/operations.json');
const { operations } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as {
  operations: { id: string; name: string }[];
};
const idOf = (name: string) => operations.find((entry) => entry.name === name)!.id;

const opened: { stop(): Promise<void> }[] = [];
let busy = false;

/** A router with these variables, and a stand-in for its inventario. */
async function startRouter(
  variables: Record<string, string>,
): Promise<{ graph: Graph; inventario: StandIn }> {
  const graph = await startGraph({ services: ['router'], environment: { router: variables } });
  opened.push(graph);
  const inventario = await startStandIn(graph, 'inventario', {
    Query: {
      categorias: () => [],
      producto: () => {
        if (busy) throw refusal('SERVER_BUSY');
        return null;
      },
    },
  });
  opened.push(inventario);
  return { graph, inventario };
}

let production: Graph;
let development: Graph;
let inventario: StandIn;
beforeAll(async () => {
  ({ graph: production } = await startRouter({ NODE_ENV: 'production', DRAIN_MS: '0' }));
  ({ graph: development, inventario } = await startRouter({ NODE_ENV: 'development' }));
});
afterAll(async () => {
  for (const { stop } of opened.reverse()) await stop();
});

function post(graph: Graph, body: object, headers: Record<string, string> = {}) {
  const all = { 'content-type': 'application/json', ...headers };
  return fetch(graph.urls.router, { method: 'POST', headers: all, body: JSON.stringify(body) });
}

async function firstError(response: Response): Promise<{ message: string; code: unknown }> {
  const body = (await response.json()) as {
    errors: { message: string; extensions: { code: string } }[];
  };
  return { message: body.errors[0]!.message, code: body.errors[0]!.extensions.code };
}

test('in production a registered operation runs by its id, in each of the usual forms', async () => {
  const id = idOf('Categorias');
  for (const body of [
    { documentId: id },
    { documentId: `sha256:${id}`, operationName: 'Categorias' },
    { extensions: { persistedQuery: { version: 1, sha256Hash: id } } },
  ]) {
    expect(await (await post(production, body)).json()).toEqual({ data: { categorias: [] } });
  }
  const byGet = await fetch(`${production.urls.router}?documentId=${id}`, {
    headers: { 'apollo-require-preflight': 'true' },
  });
  expect(await byGet.json()).toEqual({ data: { categorias: [] } });
});

test('in production text does not run, and an unknown id neither', async () => {
  for (const body of [{ query: '{ categorias { id } }' }, { documentId: 'a'.repeat(64) }]) {
    const response = await post(production, body);
    expect(response.status).toBe(400);
    expect(await firstError(response)).toMatchObject({ code: 'OPERATION_NOT_TRUSTED' });
  }
});

test('nobody can register an operation by sending text and hash together', async () => {
  const sha256Hash = '0'.repeat(64);
  const text = '{ categorias { id } }';
  const body = { query: text, extensions: { persistedQuery: { version: 1, sha256Hash } } };
  for (let times = 0; times < 2; times++) {
    expect((await post(production, body)).status).toBe(400);
  }
});

test('while moving over, unknown operations run and stand in the log', async () => {
  const { graph } = await startRouter({ NODE_ENV: 'production', TRUSTED_DOCUMENTS: 'log' });
  const { data } = await query(graph.urls.router, '{ categorias { id } }');
  expect(data).toEqual({ categorias: [] });
  await eventually('the line in the log', () =>
    graph.logs('router').some(({ event }) => event === 'operation.untrusted'),
  );
});

test('an operation above a limit is refused before any subgraph hears of it', async () => {
  const before = inventario.requests.length;
  const aliases = Array.from({ length: 19 }, (_, n) => `a${n}: __typename`).join(' ');
  const response = await post(development, {
    query: `{
      productos(first: 100) { nodes { movements(first: 100) { nodes { id product { id } } } } }
      ${aliases}
    }`,
  });
  expect(response.status).toBe(400);
  expect(await firstError(response)).toEqual({
    code: 'OPERATION_TOO_LARGE',
    message:
      'La operación supera los límites. Tiene 20201 puntos de costo; el máximo es 20000 (sobran 201).',
  });
  expect(inventario.requests).toHaveLength(before);
});

test('development shows what an operation costs, production does not', async () => {
  const { extensions } = await query(development.urls.router, '{ categorias { id } }');
  expect(extensions).toEqual({ cost: { estimated: 100, max: 20_000 } });
  const response = await post(production, { documentId: idOf('Categorias') });
  expect(await response.json()).not.toHaveProperty('extensions');
});

test('a client that used its budget up gets 429 and how long to wait; off means off', async () => {
  const { graph } = await startRouter({ RATE_LIMIT: 'on', RATE_LIMIT_POINTS: '250' });
  const send = () =>
    post(graph, { query: '{ categorias { id } }' }, { origin: 'http://localhost:3000' });
  expect([(await send()).status, (await send()).status]).toEqual([200, 200]);
  const refused = await send();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(refused.headers.get('access-control-expose-headers')).toContain('retry-after');
  expect(await firstError(refused)).toMatchObject({ code: 'RATE_LIMITED' });
});

test('refused requests use the budget up too', async () => {
  const { graph } = await startRouter({ RATE_LIMIT: 'on', RATE_LIMIT_POINTS: '3' });
  const statuses: number[] = [];
  for (let times = 0; times < 4; times++) {
    statuses.push((await post(graph, { documentId: 'unknown' })).status);
  }
  expect(statuses).toEqual([200, 200, 200, 429]);
});

test('a subgraph with too much to do makes a 503 that may be repeated; part of an answer does not', async () => {
  busy = true;
  try {
    const whole = await post(development, { query: '{ producto(id: "1") { id } }' });
    expect(whole.status).toBe(503);
    expect(whole.headers.get('retry-after')).toBe('1');
    expect(await firstError(whole)).toMatchObject({ code: 'SERVER_BUSY' });
    const part = await post(development, {
      query: '{ producto(id: "1") { id } categorias { id } }',
    });
    expect(part.status).toBe(200);
    expect(await part.json()).toMatchObject({ data: { producto: null, categorias: [] } });
  } finally {
    busy = false;
  }
});

test('every answer carries the security headers, refusals and pages too', async () => {
  const { origin } = new URL(development.urls.router);
  const responses = [
    await post(development, { query: '{ categorias { id } }' }),
    await post(development, { query: '{' }),
    await fetch(`${origin}/graphiql`),
    await fetch(`${origin}/health/ready`),
    await fetch(development.urls.router, { headers: { accept: 'text/html' } }),
    await fetch(`${origin}/nowhere`),
    await fetch(development.urls.router, { method: 'DELETE' }),
  ];
  for (const { headers } of responses) {
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('strict-transport-security')).toBeNull();
  }
  const behindTls = await fetch(`${origin}/health/live`, {
    headers: { 'x-forwarded-proto': 'https' },
  });
  expect(behindTls.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/);
});

test('a document with a hundred mistakes tells fifty of them and how many more there are', async () => {
  const fields = Array.from({ length: 70 }, (_, n) => `nada${n}`).join(' ');
  const { errors } = await query(development.urls.router, `{ categorias { ${fields} } }`);
  expect(errors).toHaveLength(50);
  expect(errors?.at(-1)?.message).toMatch(/Hay 20 errores más\.$/);
});

test('no header of a client shows a query plan', async () => {
  const response = await post(
    development,
    { query: '{ categorias { id } }' },
    { 'apollo-query-plan-experimental': '1' },
  );
  expect(JSON.stringify(await response.json())).not.toMatch(/Plan/);
});

test('identical queries at the same moment are not all carried out, and each client is answered', async () => {
  const { graph, inventario: counting } = await startRouter({});
  const send = () =>
    query(graph.urls.router, '{ categorias { id } }', {}, { 'x-request-id': 'id-of-the-client' });
  const before = counting.requests.length;
  const answers = await Promise.all(Array.from({ length: 20 }, send));
  expect(counting.requests.length - before).toBeLessThan(20);
  for (const { data, headers } of answers) {
    expect(data).toEqual({ categorias: [] });
    expect(headers.get('x-request-id')).toBe('id-of-the-client');
  }
  const lines = () => graph.logs('router').filter(({ event }) => event === 'request.completed');
  await eventually('a log line each', () => lines().length >= 20);
});

test('each of many identical queries that fail has errors with its own request id', async () => {
  const send = (_: unknown, number: number) =>
    query(
      development.urls.router,
      '{ venta(id: "1") { id } }',
      {},
      { 'x-request-id': `r${number}` },
    );
  const answers = await Promise.all(Array.from({ length: 10 }, send));
  expect(answers.map(({ errors }) => errors?.[0]?.extensions?.['requestId'])).toEqual(
    answers.map((_, number) => `r${number}`),
  );
});
