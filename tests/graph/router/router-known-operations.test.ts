// Goal: an operation that is known is answered, and refused, as one that was never seen.
// Method: each request twice, once with a text that the router knows and once with the same text
// and a comment that it has never seen.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { refusal } from '../../../common/process/errors/refusals.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { type StandIn, startStandIn } from './router-stand-in.ts';

let graph: Graph;
let inventario: StandIn;
/** The fate of the product with this id. */
const outcomes: Record<string, () => unknown> = {
  busy: () => {
    throw refusal('SERVER_BUSY');
  },
  forbidden: () => {
    throw refusal('FORBIDDEN', 'No es suyo.');
  },
  broken: () => {
    throw new Error('SELECT secret FROM hidden');
  },
  odd: () => ({ id: 'odd', name: null }),
};

beforeAll(async () => {
  graph = await startGraph({
    services: ['router'],
    environment: { router: { NODE_ENV: 'development' } },
  });
  inventario = await startStandIn(graph, 'inventario', {
    Query: {
      categorias: () => [],
      producto: (_: unknown, { id }: { id: string }) => {
        const outcome = Object.hasOwn(outcomes, id) ? outcomes[id] : undefined;
        return outcome ? outcome() : { id, name: `Producto ${id}` };
      },
    },
  });
  for (const accept of ['', 'application/graphql-response+json']) {
    for (const text of [PRODUCT, NAMED, CATEGORIES]) {
      await post({
        body: { query: text, variables: { id: '1' }, operationName: nameOf(text) },
        headers: accept ? { accept } : {},
      });
    }
  }
});
afterAll(async () => {
  await inventario.stop();
  await graph.stop();
});

const PRODUCT = 'query ($id: ID) { producto(id: $id) { id name } }';
const NAMED = 'query A($id: ID) { producto(id: $id) { id } } query B { categorias { id } }';
const CATEGORIES = 'query ($x: Boolean = true) { categorias @include(if: $x) { id name } }';
const nameOf = (text: string) => (text === NAMED ? 'A' : undefined);

interface Sent {
  body: object | string;
  headers?: Record<string, string>;
  method?: string;
  search?: string;
}

async function post({ body, headers = {}, method = 'POST', search = '' }: Sent) {
  const response = await fetch(`${graph.urls.router}${search}`, {
    method,
    headers: {
      ...(method === 'POST' && { 'content-type': 'application/json' }),
      'x-request-id': 'same',
      ...headers,
    },
    ...(method === 'POST' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const { date: _date, ...others } = Object.fromEntries(response.headers);
  return { status: response.status, headers: others, text: await response.text() };
}

/** The same operation in a text that was never seen. */
const unseen = (text: string) => `${text}  #${randomUUID()}`;

const DEEP = '['.repeat(100_000) + ']'.repeat(100_000);
const json = (value: unknown) => JSON.stringify(value);

test.each<[string, object, string]>([
  ['the name of no operation', { query: PRODUCT, operationName: 'X'.repeat(1_000) }, 'No hay una'],
  ['an empty name', { query: NAMED, operationName: '' }, 'Hay varias operaciones'],
  ['two operations and no name', { query: NAMED }, 'Hay varias operaciones'],
  ['a condition of null', { query: CATEGORIES, variables: { x: null } }, '"$x" no puede ser null'],
])('%s is a mistake of the client, and a short sentence says so', async (_, body, message) => {
  const { status, text } = await post({ body });
  expect(status).toBe(200);
  expect(JSON.parse(text).errors[0].extensions.code).toBe('BAD_USER_INPUT');
  expect(text).toContain(json(message).slice(1, -1));
  expect(text.length).toBeLessThan(400);
});

test.each(['variables', 'extensions'])('%s of many levels are refused as such', async (name) => {
  const { status, text } = await post({ body: `{"query":"{ a }","${name}":{"a":${DEEP}}}` });
  expect(status).toBe(400);
  expect(JSON.parse(text).errors[0].message).toContain(`"${name}": el máximo es 32 niveles.`);
});

test.each<[string, (text: string) => Sent, string?]>([
  ['an answer', (query) => ({ body: { query, variables: { id: '7' } } })],
  ['a subgraph that is busy', (query) => ({ body: { query, variables: { id: 'busy' } } })],
  ['what is forbidden', (query) => ({ body: { query, variables: { id: 'forbidden' } } })],
  ['a failure of a subgraph', (query) => ({ body: { query, variables: { id: 'broken' } } })],
  ['a null that may not be', (query) => ({ body: { query, variables: { id: 'odd' } } })],
  ['a variable of another type', (query) => ({ body: { query, variables: { id: { a: 1 } } } })],
  ['a list for one value', (query) => ({ body: { query, variables: { id: ['1'] } } })],
  ['variables that are a text', (query) => ({ body: { query, variables: '{"id":"1"}' } })],
  ['variables that are a list', (query) => ({ body: { query, variables: [1] } })],
  [
    'variables that nobody declared',
    (query) => ({ body: { query, variables: { id: '1', toString: 1 } } }),
  ],
  ['no variables', (query) => ({ body: { query, variables: null } })],
  [
    'a variable named as the prototype',
    (query) => ({ body: `{"query":${json(query)},"variables":{"id":"1","__proto__":{"id":"2"}}}` }),
  ],
  [
    'a body with the prototype',
    (query) => ({ body: `{"query":${json(query)},"__proto__":{"operationName":"X"}}` }),
  ],
  [
    'keys that come twice',
    (query) => ({
      body: `{"query":"{ nada }","query":${json(query)},"variables":{},"variables":{"id":"2"}}`,
    }),
  ],
  ['a null byte', (query) => ({ body: { query, variables: { id: '\u0000' } } })],
  [
    'variables of many levels',
    (query) => ({ body: `{"query":${json(query)},"variables":{"id":${DEEP}}}` }),
  ],
  [
    'extensions of many levels',
    (query) => ({ body: `{"query":${json(query)},"extensions":{"id":${DEEP}}}` }),
  ],
  ['the name of no operation', (query) => ({ body: { query, operationName: 'Nobody' } })],
  ['an empty name', (query) => ({ body: { query, operationName: '' } })],
  ['a long name', (query) => ({ body: { query, operationName: 'n'.repeat(100_000) } })],
  ['a name that is a number', (query) => ({ body: { query, operationName: 7 } })],
  ['extensions that are a list', (query) => ({ body: { query, extensions: [] } })],
  ['extensions', (query) => ({ body: { query, extensions: { a: { b: 1 } } } })],
  ['a batch', (query) => ({ body: [{ query }] })],
  [
    'another type of body',
    (query) => ({ body: { query }, headers: { 'content-type': 'text/plain' } }),
  ],
  [
    'another character set',
    (query) => ({
      body: { query },
      headers: { 'content-type': 'application/json; charset=utf-16' },
    }),
  ],
  [
    'the media type of GraphQL',
    (query) => ({
      body: { query, variables: { id: '1' } },
      headers: { accept: 'application/graphql-response+json' },
    }),
  ],
  [
    'that media type and an error',
    (query) => ({
      body: { query, variables: { id: {} } },
      headers: { accept: 'application/graphql-response+json' },
    }),
  ],
  [
    'a media type that is not offered',
    (query) => ({ body: { query }, headers: { accept: 'image/png' } }),
  ],
  ['pages', (query) => ({ body: { query }, headers: { accept: 'text/html' } })],
  [
    'parts',
    (query) => ({ body: { query }, headers: { accept: 'multipart/mixed; deferSpec=20220824' } }),
  ],
  [
    'GET without the preflight',
    (query) => ({ method: 'GET', body: '', search: `?${new URLSearchParams({ query })}` }),
  ],
  [
    'GET',
    (query) => ({
      method: 'GET',
      body: '',
      headers: { 'apollo-require-preflight': '1' },
      search: `?${new URLSearchParams({ query })}`,
    }),
  ],
  ['two operations and no name', (query) => ({ body: { query } }), NAMED],
  ['the other operation', (query) => ({ body: { query, operationName: 'B' } }), NAMED],
  ['conditions', (query) => ({ body: { query, variables: { x: false } } }), CATEGORIES],
  ['a condition of null', (query) => ({ body: { query, variables: { x: null } } }), CATEGORIES],
])('%s: the same for a known text as for an unknown one', async (_, sent, text = PRODUCT) => {
  const unknown = await post(sent(unseen(text)));
  const known = await post(sent(text));
  expect(known).toEqual({ ...unknown, text: unknown.text.replaceAll(/ {2}#[\w-]+/g, '') });
});
