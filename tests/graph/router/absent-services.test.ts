// Goal: a service that is away, or refuses its part, takes nothing from the parts of the others.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { type QueryResponse, query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { openShop } from '../../support/shop.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph();
  await openShop(graph);
});
afterEach(async () => {
  for (const service of ['inventario', 'ventas', 'usuarios'] as const) {
    if (graph.pid(service) === undefined) await graph.start(service);
  }
});
afterAll(async () => {
  await graph?.stop();
});

const codesAt = ({ errors = [] }: QueryResponse<unknown>) =>
  errors.map(({ path, extensions }) => [path?.join('.'), extensions?.['code']]);

const SELLERS = { totalCount: expect.any(Number) };

/** A field of each service, and what it answers while the others are away. */
const FIELDS = {
  inventario: { text: 'categorias { id }', name: 'categorias' },
  ventas: { text: 'vendedores(first: 1) { nodes { code } }', name: 'vendedores' },
  usuarios: { text: 'yo { email }', name: 'yo' },
} as const;

test.each(['inventario', 'ventas'] as const)('%s away: the others answer', async (away) => {
  const text = `{ ${Object.values(FIELDS)
    .map((field) => field.text)
    .join(' ')} }`;
  await graph.kill(away);
  const answer = await query(graph.urls.router, text);
  for (const [service, { name }] of Object.entries(FIELDS)) {
    expect([name, answer.data?.[name] === null]).toEqual([name, service === away]);
  }
  expect(codesAt(answer)).toEqual([[FIELDS[away].name, 'SERVICE_UNAVAILABLE']]);
});

test('three fields of a service that is away are three nulls and three errors', async () => {
  await graph.kill('inventario');
  const text = '{ a: categorias { id } b: productos { totalCount } vendedores { totalCount } }';
  const answer = await query(graph.urls.router, text);
  expect(answer.data).toEqual({ a: null, b: null, vendedores: SELLERS });
  expect(codesAt(answer)).toEqual([
    ['a', 'SERVICE_UNAVAILABLE'],
    ['b', 'SERVICE_UNAVAILABLE'],
  ]);
});

test('a mutation of a service that is away is null, and the next one runs', async () => {
  await graph.kill('inventario');
  const text = `mutation {
    crearCategoria(input: { name: "Radios", slug: "radios" }) { category { id } }
    crearVendedor(input: { code: "V-AWAY", name: "Eva" }) { seller { code } }
  }`;
  const answer = await query(graph.urls.router, text);
  expect(answer.data).toEqual({
    crearCategoria: null,
    crearVendedor: { seller: { code: 'V-AWAY' } },
  });
  expect(codesAt(answer)).toEqual([['crearCategoria', 'SERVICE_UNAVAILABLE']]);
});

test('an argument that only its service can judge leaves the other fields alone', async () => {
  const text = `{
    productos(first: 1000) { totalCount }
    categorias { id }
    vendedores(first: 1) { totalCount }
  }`;
  const answer = await query(graph.urls.router, text);
  expect(answer.data).toEqual({
    productos: null,
    categorias: [],
    vendedores: SELLERS,
  });
  expect(codesAt(answer)).toEqual([['productos', 'BAD_USER_INPUT']]);
});

test('a frozen service is waited for three times, then not at all until it is back', async () => {
  const text = '{ vendedores(first: 1) { totalCount } categorias { id } }';
  const ask = () => query(graph.urls.router, text);
  graph.pause('inventario');
  const codes: unknown[] = [];
  try {
    for (let call = 0; call < 4; call++) {
      const answer = await ask();
      expect(answer.data).toEqual({ vendedores: SELLERS, categorias: null });
      codes.push(answer.errors?.[0]?.extensions?.['code']);
    }
  } finally {
    graph.resume('inventario');
  }
  expect(codes).toEqual(['TIMEOUT', 'TIMEOUT', 'TIMEOUT', 'SERVICE_UNAVAILABLE']);
  await eventually('it is asked again', async () => (await ask()).data?.['categorias']);
}, 40_000);
