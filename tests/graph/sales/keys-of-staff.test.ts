// Goal: a key names one purchase of the shop, whoever of the shop sends it; nothing happens twice
// because a second account repeats what a first one has begun.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { addSignedIn, as } from '../../support/accounts.ts';
import {
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let databases: GraphDatabases;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
});
afterEach(() => expectSettledAndSound(databases));
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

test('a sale that another account repeats is replayed, not made again', async () => {
  const { sellerId } = shop;
  const seller = await addSignedIn(graph, { roles: ['VENDEDOR'], sellerId });
  const { id: productId } = await shop.addProduct({ stock: 92 });
  const order = { idempotencyKey: randomUUID(), items: [{ productId, quantity: 1 }] };

  const first = await shop.sell(order);
  expect(await shop.sell(order, as(seller.accessToken))).toEqual({ ...first, replayed: true });
  expect((await shop.stockOf(productId)).available).toBe(91);
});

test('two accounts that send one purchase at once make one sale', async () => {
  const { sellerId } = shop;
  const seller = await addSignedIn(graph, { roles: ['VENDEDOR'], sellerId });
  const { id: productId } = await shop.addProduct({ stock: 5 });
  const order = { idempotencyKey: randomUUID(), items: [{ productId, quantity: 1 }] };

  const answers = await Promise.all([
    shop.sell(order),
    shop.sell(order, as(seller.accessToken)),
    shop.sell(order),
  ]);
  expect(new Set(answers.map(({ sale }) => sale?.id)).size).toBe(1);
  expect((await shop.stockOf(productId)).available).toBe(4);
});

test('a correction of stock that another account repeats is not made again', async () => {
  const worker = await addSignedIn(graph, { roles: ['ALMACEN'] });
  const { id: productId } = await shop.addProduct({ stock: 1 });
  const text = `mutation Adjust($input: AjustarStockInput!) {
    ajustarStock(input: $input) { replayed movement { id } userErrors { code } }
  }`;
  const input = { productId, delta: 3, reason: 'compra', idempotencyKey: randomUUID() };

  const first = await query(graph.urls.router, text, { input });
  const again = await query(graph.urls.router, text, { input }, as(worker.accessToken));
  expect(first.data).toMatchObject({ ajustarStock: { replayed: false } });
  expect(again.data).toMatchObject({ ajustarStock: { replayed: true, userErrors: [] } });
  expect((await shop.stockOf(productId)).available).toBe(4);
});
