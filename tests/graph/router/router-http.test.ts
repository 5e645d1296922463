// Goal: what clients meet at the one door: methods, limits, CORS, CSRF, ids, and nothing internal.
// Method: the real router process; a stand-in for inventario; ventas is not there.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { type StandIn, startStandIn } from './router-stand-in.ts';

let graph: Graph;
let inventario: StandIn;
let url: string;

const CATEGORY = { id: '1', name: 'Audio', slug: 'audio', children: [] };

beforeAll(async () => {
  graph = await startGraph({ services: ['router'] });
  url = graph.urls.router;
  inventario = await startStandIn(graph, 'inventario', {
    Query: { categorias: () => [CATEGORY] },
    Mutation: { crearCategoria: () => ({ category: CATEGORY, userErrors: [] }) },
  });
});
afterAll(async () => {
  await inventario?.stop();
  await graph?.stop();
});

const NAMES = '{ categorias { name } }';
const ANSWER = { data: { categorias: [{ name: 'Audio' }] } };

function get(document: string, headers: Record<string, string> = {}) {
  return fetch(`${url}?query=${encodeURIComponent(document)}`, { headers });
}

function post(body: string, headers: Record<string, string> = {}) {
  const all = { 'content-type': 'application/json', ...headers };
  return fetch(url, { method: 'POST', headers: all, body });
}

async function codeOf(response: Response): Promise<unknown> {
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  return errors[0]?.extensions.code;
}

test('a query is answered by POST and by GET', async () => {
  expect(await (await post(JSON.stringify({ query: NAMES }))).json()).toEqual(ANSWER);
  const byGet = await get(NAMES, { 'apollo-require-preflight': 'true' });
  expect(await byGet.json()).toEqual(ANSWER);
});

test('the answer has the media type that the client prefers', async () => {
  const accept = 'application/graphql-response+json';
  const { headers } = await post(JSON.stringify({ query: NAMES }), { accept });
  expect(headers.get('content-type')).toMatch(/^application\/graphql-response\+json/);
});

test('later answers to an operation, made without ApolloServer, are like the first', async () => {
  const document = `query First($x: Boolean = true) {
    categorias @include(if: $x) { name }
    venta(id: 1) { id }
  }`;
  const requests = [
    {},
    { operationName: 'First', variables: null, extensions: { clientLibrary: { name: 'x' } } },
    { variables: { x: false } },
    { variables: { x: 'no' } },
    { variables: [] },
    { operationName: 'Other' },
    { operationName: '' },
    { operationName: 7 },
    { extensions: [] },
  ];
  for (const accept of ['*/*', 'application/graphql-response+json, */*;q=0.1', 'text/html']) {
    for (const more of requests) {
      const body = JSON.stringify({ query: `${document} # ${accept}`, ...more });
      const ask = async () => {
        const response = await post(body, { accept, 'x-request-id': 'same' });
        const { date: _date, ...headers } = Object.fromEntries(response.headers);
        return { status: response.status, headers, text: await response.text() };
      };
      const first = await ask();
      expect([await ask(), await ask()]).toEqual([first, first]);
    }
  }
  const known = await (await post(JSON.stringify({ query: `${document} # */*` }))).json();
  expect(known).toMatchObject({
    data: { ...ANSWER.data, venta: null },
    errors: [{ path: ['venta'], extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  });
});

test('a mutation by GET is 405 and says which method to use', async () => {
  const document = 'mutation { crearCategoria(input: { name: "A" }) { category { id } } }';
  const response = await get(document, { 'apollo-require-preflight': 'true' });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('POST');
  expect(await response.json()).toMatchObject({
    errors: [{ extensions: { code: 'METHOD_NOT_ALLOWED' } }],
  });
});

test.each(['PUT', 'DELETE', 'PATCH'])('%s is 405', async (method) => {
  expect((await fetch(url, { method })).status).toBe(405);
});

test('what a page of any site could send without asking first is refused', async () => {
  const simple = await get(NAMES);
  expect(simple.status).toBe(400);
  expect(await codeOf(simple)).toBe('BAD_USER_INPUT');
  for (const mediaType of ['text/plain', 'application/x-www-form-urlencoded']) {
    const other = await post(JSON.stringify({ query: NAMES }), { 'content-type': mediaType });
    expect(other.status).toBe(415);
    expect(await codeOf(other)).toBe('UNSUPPORTED_MEDIA_TYPE');
  }
});

test.each([
  ['no JSON', '{'],
  ['no operation', '{}'],
  ['a list of operations', JSON.stringify([{ query: NAMES }, { query: NAMES }])],
  ['variables that are no object', JSON.stringify({ query: NAMES, variables: '{}' })],
  ['two operations without a name', JSON.stringify({ query: 'query A {a} query B {b}' })],
  ['a document with a syntax error', JSON.stringify({ query: '{' })],
  ['an unknown field', JSON.stringify({ query: '{ nada }' })],
])('%s is 400 in the standard form', async (_, body) => {
  const response = await post(body, { accept: 'application/graphql-response+json' });
  expect(response.status).toBe(400);
  const { errors } = (await response.json()) as { errors: { extensions: object }[] };
  expect(errors[0]).toMatchObject({
    message: expect.stringMatching(/^Datos de entrada inválidos/),
  });
  expect(Object.keys(errors[0]!.extensions).sort()).toEqual(['code', 'requestId']);
});

test('a body above 1 MB is refused', async () => {
  const response = await post(JSON.stringify({ query: NAMES, padding: 'x'.repeat(1024 * 1024) }));
  expect(response.status).toBe(413);
});

test('the request id of the client comes back and is the one in the subgraph and the log', async () => {
  const requestId = 'caja-3:000017';
  const response = await post(JSON.stringify({ query: `query Ids ${NAMES}` }), {
    'x-request-id': requestId,
  });
  expect(response.headers.get('x-request-id')).toBe(requestId);
  expect(inventario.requests.at(-1)?.requestId).toBe(requestId);
  const lines = () => graph.logs('router').filter((line) => line['requestId'] === requestId);
  await eventually('the line in the log', () => lines().length > 0);
  expect(lines()).toEqual([
    expect.objectContaining({
      event: 'request.completed',
      operationName: 'Ids',
      status: 200,
      durationMs: expect.any(Number),
      errorCodes: [],
    }),
  ]);
});

test.each(['', 'two words', 'x'.repeat(65), '{"$gt":1}'])(
  'the request id %p is replaced by one of our own',
  async (requestId) => {
    const { headers } = await post(JSON.stringify({ query: NAMES }), { 'x-request-id': requestId });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  },
);

test('service headers of a client end at the router', async () => {
  const response = await post(JSON.stringify({ query: NAMES }), {
    'x-service-token': 'forged',
    'x-service-actor': 'admin',
    'x-deadline-ms': '0',
  });
  expect(await response.json()).toEqual(ANSWER);
  expect(inventario.requests.at(-1)?.caller).toEqual({
    service: 'router',
    actor: null,
    clientAddress: '127.0.0.1',
  });
});

test('a listed origin may call, another may not', async () => {
  const preflight = (origin: string) =>
    fetch(url, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  const allowed = await preflight('http://localhost:3000');
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
  const refused = await preflight('http://shop.evil.test');
  expect(refused.headers.get('access-control-allow-origin')).toBeNull();
});

test.each([
  'mutation { reserveStock(input: { reservations: [] }) { results { id } } }',
  'mutation { settleSales(input: { ids: [] }) { results { id } } }',
  '{ _service { sdl } }',
  '{ _entities(representations: []) { __typename } }',
])('clients cannot reach %s', async (document) => {
  const { errors } = await query(url, document);
  expect(errors?.[0]?.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('introspection shows the clients’ schema and nothing internal', async () => {
  const { data } = await query<{ __schema: { types: { name: string }[] } }>(
    url,
    '{ __schema { types { name } } }',
  );
  const names = data!.__schema.types.map(({ name }) => name);
  expect(names).toContain('Product');
  expect(names.filter((name) => /Reserv|Settle|^_[^_]|join__|link__/.test(name))).toEqual([]);
});

test('browsers find GraphiQL, which needs nothing from outside, and the Sandbox', async () => {
  const origin = new URL(url).origin;
  const home = await fetch(`${origin}/`, { redirect: 'manual' });
  expect(home.headers.get('location')).toBe('/graphiql');
  const page = await (await fetch(`${origin}/graphiql`)).text();
  expect(page).toContain('query Productos');
  expect(page).not.toMatch(/<(?:script|link)[^>]+(?:src|href)="http/);
  const sandbox = await fetch(url, { headers: { accept: 'text/html' } });
  expect(sandbox.headers.get('content-type')).toMatch(/^text\/html/);
});

test('no secret ever stands in the log', () => {
  const log = JSON.stringify(graph.logs('router'));
  for (const secret of Object.values(graph.secrets)) expect(log).not.toContain(secret);
  expect(log).not.toMatch(/eyJ[\w-]+\./);
});

test('in production the graph shows itself to nobody', async () => {
  const production = await startGraph({
    services: ['router'],
    environment: { router: { NODE_ENV: 'production', TRUSTED_DOCUMENTS: 'log' } },
  });
  try {
    const { origin } = new URL(production.urls.router);
    const introspection = await query(production.urls.router, '{ __schema { types { name } } }');
    expect(introspection.errors?.[0]?.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    const typo = await query(production.urls.router, '{ categoria { id } }');
    expect(typo.errors?.[0]?.message).not.toContain('categorias');
    for (const path of ['/', '/graphiql']) expect((await fetch(origin + path)).status).toBe(404);
    const sandbox = await fetch(production.urls.router, { headers: { accept: 'text/html' } });
    expect(sandbox.status).toBe(400);
  } finally {
    await production.stop();
  }
});
