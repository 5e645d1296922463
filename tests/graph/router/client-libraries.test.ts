// Goal: what the libraries of clients send of themselves is understood, and what is refused is
// refused in a form that they read.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { ANONYMOUS, query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph?.stop());

/** Sends a request as it is, signed in as nobody. */
function send(body: object | string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(graph.urls.router, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

type Body = { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };
const bodyOf = async (response: Response) => (await response.json()) as Body;
const codesOf = ({ errors = [] }: Body) => errors.map(({ extensions }) => extensions.code);

const TEXT = '{ categorias { id } }';
const HASH = 'a'.repeat(64);
const persisted = (sha256Hash: string) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash } },
});

test('introspection answers all that graphql-js may ask', async () => {
  const asked = getIntrospectionQuery({
    ...{ descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true },
    ...{ schemaDescription: true, inputValueDeprecation: true, oneOf: true },
  });
  const { status, data, errors } = await query(graph.urls.router, asked);
  expect({ status, errors }).toEqual({ status: 200, errors: undefined });
  expect(JSON.stringify(data)).toContain('"isOneOf":false');
  expect(JSON.stringify(data)).not.toContain('reserveStock');
});

test.each(['subscription { ventas { id } }', 'subscription S { x }'])(
  '%s: HTTP 400',
  async (text) => {
    const response = await send({ query: text });
    expect(response.status).toBe(400);
    expect(codesOf(await bodyOf(response))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  },
);

test('a hash without its text is answered so that the client sends the text, which then runs', async () => {
  const first = await send(persisted(HASH));
  expect(first.status).toBe(200);
  expect(codesOf(await bodyOf(first))).toEqual(['PERSISTED_QUERY_NOT_SUPPORTED']);
  const second = await send({ query: TEXT, ...persisted(HASH) });
  expect(await bodyOf(second)).toEqual({ data: { categorias: [] } });
  expect(codesOf(await bodyOf(await send(persisted(HASH))))).toEqual([
    'PERSISTED_QUERY_NOT_SUPPORTED',
  ]);
});

test('an empty name of an operation, and an empty cursor, count as left out', async () => {
  const named = await bodyOf(await send({ query: `query A ${TEXT}`, operationName: '' }));
  expect(named).toEqual({ data: { categorias: [] } });
  const text = 'query ($after: String) { productos(after: $after, first: 1) { totalCount } }';
  const { data, errors } = await query(graph.urls.router, text, { after: '' });
  expect({ data, errors }).toEqual({ data: { productos: { totalCount: 0 } }, errors: undefined });
});

test.each([
  'http://localhost:5173',
  'http://127.0.0.1:8080',
  'https://localhost',
  'http://[::1]:3001',
  'http://localhost:3000',
])(
  'in development a page of %s may call, with the headers of clients’ libraries',
  async (origin) => {
    const asked = [
      ...['apollographql-client-name', 'apollographql-client-version', 'x-apollo-operation-name'],
      ...['traceparent', 'tracestate', 'baggage', 'authorization', 'content-type'],
    ];
    const response = await fetch(graph.urls.router, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': asked.join(','),
      },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    const allowed = response.headers.get('access-control-allow-headers')?.split(', ');
    expect(allowed).toEqual(expect.arrayContaining(asked));
  },
);

test.each([
  'http://localhost.evil.test',
  'http://evil-localhost',
  'http://127.0.0.1.evil.test:80',
  'http://localhost@evil.test',
  'null',
  'http://evil.test/localhost',
])('a page of %s may not, and the log says once how it could', async (origin) => {
  for (let time = 0; time < 2; time++) {
    const response = await send({ query: TEXT }, { origin });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  }
  const told = graph.logs('router').filter(({ event }) => event === 'cors.refused');
  const ofOrigin = told.filter((line) => line['origin'] === origin);
  expect(ofOrigin).toHaveLength(1);
  expect(String(ofOrigin[0]?.['cure'])).toContain('CORS_ORIGINS');
});

test('a GET that any page can send is refused in Spanish, naming the header', async () => {
  const url = `${graph.urls.router}?query=${encodeURIComponent(TEXT)}`;
  const refused = await fetch(url);
  expect(refused.status).toBe(400);
  const body = await bodyOf(refused);
  expect(codesOf(body)).toEqual(['BAD_USER_INPUT']);
  expect(body.errors?.[0]?.message).toMatch(
    /^Datos de entrada inválidos\. .*apollo-require-preflight/,
  );
  const sent = await fetch(url, { headers: { 'apollo-require-preflight': 'true' } });
  expect(await bodyOf(sent)).toEqual({ data: { categorias: [] } });
});

test.each(['application/graphql-response+json', 'application/json'])(
  'a refusal comes as %s when that was accepted',
  async (accept) => {
    const response = await send('no json', { accept });
    expect(response.headers.get('content-type')).toBe(`${accept}; charset=utf-8`);
    expect(codesOf(await bodyOf(response))).toEqual(['BAD_USER_INPUT']);
  },
);

test('a token that is none is 401 with the way to say who one is', async () => {
  const response = await send({ query: TEXT }, { authorization: 'Bearer a.b.c' });
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Bearer');
});

test.each(['gzip', 'br', 'GZIP'])('a body in %s is 415, not no JSON', async (encoding) => {
  const response = await send({ query: TEXT }, { ...ANONYMOUS, 'content-encoding': encoding });
  expect(response.status).toBe(415);
  expect(codesOf(await bodyOf(response))).toEqual(['UNSUPPORTED_MEDIA_TYPE']);
});
