// Goal: the graph does not depend on the engine in front of it: the same supergraph gives the same
// answers and the same error codes through Hive Gateway as through our router.
// Method: real subgraphs; every operation of operations/ through both, and both with parts missing.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { REPOSITORY_ROOT } from '../../../scripts/operate/environment/settings.ts';
import { type QueryResponse, query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { openShop, type Shop } from '../../support/shop.ts';
import { type HiveProcess, startHive } from './hive-process.ts';
import { makeTwin, operationCases, type Shelf, stockShelf } from './operation-variables.ts';

const DIRECTORY = join(REPOSITORY_ROOT, 'operations');
const files = readdirSync(DIRECTORY).filter((name) => name.endsWith('.graphql'));

let graph: Graph;
let hive: HiveProcess;
let shop: Shop;
let shelf: Shelf;

beforeAll(async () => {
  graph = await startGraph({ environment: { router: { RATE_LIMIT: 'off' } } });
  hive = await startHive(graph);
  shop = await openShop(graph);
  shelf = await stockShelf(shop);
});
afterAll(async () => {
  await hive?.stop();
  await graph?.stop();
});

const operation = (name: string) => readFileSync(join(DIRECTORY, name), 'utf8');

interface Told {
  data: unknown;
  codes: unknown[];
}

/** An answer without what no two requests have in common. */
function told({ data, errors = [] }: QueryResponse<unknown>): Told {
  const codes = new Set(errors.map(({ extensions }) => extensions?.['code']));
  return { data: data ?? null, codes: [...codes].sort() };
}

async function onBoth(document: string, variables: object): Promise<[router: Told, hive: Told]> {
  const ours = await query(graph.urls.router, document, { ...variables });
  const theirs = await query(hive.url, document, { ...variables });
  return [told(ours), told(theirs)];
}

/** The values that differ between two objects that were made alike. */
const OWN_NAMES = new Set(['id', 'sku', 'createdAt', 'expiresAt', 'number']);
/** The code of an error is no name of its own. */
const ERROR_CODE = /^[A-Z_]+$/;

function isOwnName(key: string, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return OWN_NAMES.has(key) || (key === 'code' && !ERROR_CODE.test(value));
}

function alike(answer: Told): unknown {
  const text = JSON.stringify(answer.data, (key, value: unknown) =>
    isOwnName(key, value) ? '…' : value,
  );
  return { ...answer, data: JSON.parse(text) };
}

test('every operation has variables to be tested with', () => {
  expect(Object.keys(operationCases).sort()).toEqual(files.sort());
});

const reads = files.filter((name) => operationCases[name]?.reads);
const writes = files.filter((name) => operationCases[name]?.writes);

test.each(reads)('%s reads the same through both engines', async (name) => {
  const variables = operationCases[name]?.reads?.(shelf) ?? {};
  const [ours, theirs] = await onBoth(operation(name), variables);
  expect(ours).toEqual({ data: expect.any(Object), codes: [] });
  expect(theirs).toEqual(ours);
});

test.each(writes)('%s does the same through both engines', async (name) => {
  const variablesFor = operationCases[name]?.writes ?? (() => ({}));
  const document = operation(name);
  const [mine, other] = [await makeTwin(shop), await makeTwin(shop)];
  const ours = told(await query(graph.urls.router, document, { ...variablesFor(mine) }));
  const theirs = told(await query(hive.url, document, { ...variablesFor(other) }));
  expect(ours).toEqual({ data: expect.any(Object), codes: [] });
  expect(alike(theirs)).toEqual(alike(ours));
});

test('a key sold through one engine is replayed by the other, not sold again', async () => {
  const { productId, sellerId } = await makeTwin(shop);
  const input = {
    idempotencyKey: crypto.randomUUID(),
    sellerId,
    items: [{ productId, quantity: 1 }],
  };
  const [first, second] = await onBoth(operation('realizar-venta.graphql'), { input });
  expect(first.data).toMatchObject({ realizarVenta: { replayed: false } });
  expect(second.data).toMatchObject({ realizarVenta: { replayed: true } });
  expect((await shop.stockOf(productId)).onHand).toBe(9);
});

test.each([
  ['a field that does not exist', '{ nada }', {}],
  ['a document with a syntax error', '{', {}],
  ['an internal mutation', 'mutation { settleSales(input: { ids: [] }) { results { id } } }', {}],
  ['a variable that is missing', 'query Q($id: ID!) { venta(id: $id) { id } }', {}],
  [
    'a variable of another type',
    'query Q($n: Int) { productos(first: $n) { nodes { id } } }',
    { n: 'x' },
  ],
  ['a page that is too long', '{ productos(first: 101) { nodes { id } } }', {}],
  ['a cursor of another list', '{ ventas(after: "eA") { nodes { id } } }', {}],
  ['a sale that does not exist', '{ venta(id: "nada") { id } }', {}],
])('%s is told with the same code', async (_, document, variables) => {
  const [ours, theirs] = await onBoth(document, variables);
  expect(theirs).toEqual(ours);
});

/** Data without the root fields that nobody answered; Hive leaves all data out when none was. */
function healthyPart(data: unknown): object {
  const fields = Object.entries(data ?? {});
  return Object.fromEntries(fields.filter(([, value]) => value !== null));
}

test('with inventario down both answer the healthy part and name the same cause', async () => {
  await graph.stopService('inventario');
  try {
    for (const name of ['ventas-con-productos.graphql', 'productos.graphql']) {
      const [ours, theirs] = await onBoth(operation(name), { first: 5 });
      expect(ours.codes).toEqual(['SERVICE_UNAVAILABLE']);
      expect(theirs.codes).toEqual(ours.codes);
      expect(healthyPart(theirs.data)).toEqual(healthyPart(ours.data));
    }
  } finally {
    await graph.start('inventario');
  }
});
