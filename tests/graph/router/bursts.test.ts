// Goal: many requests at once from one page are all answered, and strangers that use their budget
// up take no user's: each account has its own, also behind the shop's one address.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ANONYMOUS, query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { ADMINISTRATOR } from '../../../scripts/stack/throwaway/sign-in.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { tryToSignIn } from '../../support/accounts.ts';
import { openShop, type Shop } from '../../support/shop.ts';

const POINTS = 10_000;

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  const router = { RATE_LIMIT: 'on', RATE_LIMIT_POINTS: String(POINTS) };
  graph = await startGraph({ environment: { router } });
  shop = await openShop(graph);
});
afterAll(() => graph?.stop());

test('200 edits that one page sends at once are all made', async () => {
  const products = await shop.addProducts(Array.from({ length: 200 }, () => ({ stock: 1 })));
  const text = `mutation ($input: ActualizarProductoInput!) {
    actualizarProducto(input: $input) { product { price } userErrors { code } }
  }`;
  const edit = ({ id }: { id: string }) =>
    query(graph.urls.router, text, { input: { id, version: 1, price: '12.50' } });
  const [first, ...others] = products;
  // The page knows the operation already.
  const edits = [await edit(first!), ...(await Promise.all(others.map(edit)))];

  const made = { actualizarProducto: { product: { price: '12.50' }, userErrors: [] } };
  expect(edits.map(({ data, errors }) => errors?.[0]?.extensions?.['code'] ?? data)).toEqual(
    products.map(() => made),
  );
});

test('strangers at an address that used their budget up keep no user there from working', async () => {
  const asAnybody = () =>
    query(graph.urls.router, '{ categorias { id } }', {}, ANONYMOUS).then(({ status }) => status);
  const statuses: number[] = [];
  for (let times = 0; times <= POINTS / 100; times++) statuses.push(await asAnybody());
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  // A user without a token is a stranger too.
  expect((await tryToSignIn(graph, ADMINISTRATOR)).status).toBe(429);

  const { id } = await shop.addProduct({ stock: 3 });
  expect(await shop.stockOf(id)).toMatchObject({ available: 3 });
});
