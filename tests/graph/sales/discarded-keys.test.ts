// Goal: a till may give up a sale whose outcome it does not know, and is told the truth about it:
// after NOT_SOLD nothing is ever sold under the key.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { CANCELAR_INTENTO } from '../../../operations/generated/cancelar-intento.api.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { purgeKeys } from '../../../subgraphs/ventas/sales/purge-keys.ts';
import { addSignedIn, as } from '../../support/accounts.ts';
import {
  countRows,
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';
import { openShop, type SaleAnswer, type Shop } from '../../support/shop.ts';

let graph: Graph;
let databases: GraphDatabases;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
});
afterEach(async () => {
  if (graph.pid('inventario') === undefined) await graph.start('inventario');
  await expectSettledAndSound(databases);
});
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

async function discard(idempotencyKey: string) {
  return (await shop.send(CANCELAR_INTENTO, { input: { idempotencyKey } })).cancelarIntento;
}

async function newOrder(stock = 5) {
  const { id: productId } = await shop.addProduct({ stock });
  return { idempotencyKey: randomUUID(), items: [{ productId, quantity: 1 }] };
}

const codesOf = ({ userErrors }: SaleAnswer) => userErrors.map(({ code }) => code);
const NOT_SOLD = { outcome: 'NOT_SOLD', sale: null, userErrors: [] };

test('a key that nobody has used is discarded, and no purchase is sold under it later', async () => {
  const order = await newOrder();
  const [line] = order.items;
  expect(await discard(order.idempotencyKey)).toEqual(NOT_SOLD);
  expect(await discard(order.idempotencyKey.toUpperCase())).toEqual(NOT_SOLD);
  const other = { ...order, items: [{ ...line!, quantity: 2 }] };
  for (const late of [order, other, order]) {
    const answer = await shop.sell(late);
    expect(answer).toMatchObject({ sale: null, replayed: false });
    expect(answer.userErrors).toMatchObject([
      { code: 'ATTEMPT_DISCARDED', path: ['input', 'idempotencyKey'] },
    ]);
  }
  expect((await shop.stockOf(line!.productId)).available).toBe(5);
});

test('a sale that was made stays made, and is answered', async () => {
  const order = await newOrder();
  const { sale } = await shop.sell(order);
  const { id, total } = sale!;
  expect(await discard(order.idempotencyKey)).toMatchObject({
    outcome: 'SOLD',
    sale: { id, total },
  });
  expect((await shop.sell(order)).replayed).toBe(true);
});

test('a sale that was refused, and one that found no inventario, are discarded too', async () => {
  const short = await newOrder(0);
  expect(codesOf(await shop.sell(short))).toEqual(['INSUFFICIENT_STOCK']);
  const cut = await newOrder();
  await graph.kill('inventario');
  expect(codesOf(await shop.sell(cut))).toEqual(['INVENTORY_UNAVAILABLE']);
  for (const { idempotencyKey } of [short, cut]) {
    expect(await discard(idempotencyKey)).toEqual(NOT_SOLD);
  }
  await graph.start('inventario');
  for (const order of [short, cut]) {
    expect(codesOf(await shop.sell(order))).toEqual(['ATTEMPT_DISCARDED']);
  }
});

test('a sale that is under way is stopped, and its stock comes back', async () => {
  const order = await newOrder();
  graph.pause('inventario');
  const selling = shop.sell(order);
  const isOpen = `idempotencyKey = '${order.idempotencyKey}' AND decision = 'OPEN'`;
  await eventually('it is under way', () => countRows(databases.ventas, 'SaleAttempt', isOpen));
  const answer = await discard(order.idempotencyKey);
  graph.resume('inventario');
  expect(answer).toEqual(NOT_SOLD);
  expect(codesOf(await selling)).toEqual(['ATTEMPT_DISCARDED']);
  await expectSettledAndSound(databases);
  expect((await shop.stockOf(order.items[0]!.productId)).available).toBe(5);
});

test('a sale and its end at the same moment: both are told the same', async () => {
  const orders = await Promise.all(Array.from({ length: 20 }, () => newOrder(1)));
  await Promise.all(
    orders.map(async (order) => {
      const [sold, ended] = await Promise.all([shop.sell(order), discard(order.idempotencyKey)]);
      expect(ended.outcome).toBe(sold.sale ? 'SOLD' : 'NOT_SOLD');
      expect(ended.sale?.id).toBe(sold.sale?.id);
      if (!sold.sale) expect(codesOf(sold)).toEqual(['ATTEMPT_DISCARDED']);
    }),
  );
});

test('the purge never forgets a discarded key', async () => {
  const order = await newOrder();
  await discard(order.idempotencyKey);
  await databases.ventas.execute(
    'UPDATE SaleAttempt SET validUntil = NOW(3) - INTERVAL 80 DAY WHERE idempotencyKey = ?',
    [order.idempotencyKey],
  );
  await purgeKeys(databases.ventas, 7);
  expect(codesOf(await shop.sell(order))).toEqual(['ATTEMPT_DISCARDED']);
});

test('only those who sell may discard, and a key that is none is refused', async () => {
  const worker = await addSignedIn(graph, { roles: ['ALMACEN'] });
  const text = 'mutation { cancelarIntento(input: { idempotencyKey: "x" }) { outcome } }';
  expect(await shop.codesOf(text)).toEqual(['BAD_USER_INPUT']);
  const refused = await shop.codesOf(text, {}, as(worker.accessToken));
  expect(refused).toEqual(['FORBIDDEN']);
});
