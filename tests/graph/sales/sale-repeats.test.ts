// Goal: one key sells at most once, one unit is sold at most once, however many ask at once.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
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
afterEach(() => expectSettledAndSound(databases));
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

function salesOfKey(idempotencyKey: string) {
  return countRows(databases.ventas, 'Sale', `idempotencyKey = '${idempotencyKey}'`);
}

/** Asks many times at once. */
function together<Answer>(times: number, ask: (index: number) => Promise<Answer>) {
  return Promise.all(Array.from({ length: times }, (_, index) => ask(index)));
}

const codesOf = ({ userErrors }: SaleAnswer) => userErrors.map(({ code }) => code);

test('a repeated key answers with the sale of the first time, even when its case differs', async () => {
  const product = await shop.addProduct({ stock: 10 });
  const order = {
    idempotencyKey: randomUUID(),
    items: [{ productId: product.id, quantity: 1, expectedUnitPrice: '10.00' }],
  };
  const first = await shop.sell(order);
  const again = await shop.sell(order);
  const inCapitals = await shop.sell({
    idempotencyKey: order.idempotencyKey.toUpperCase(),
    // The same price in another form is the same purchase.
    items: [{ productId: product.id, quantity: 1, expectedUnitPrice: '10' }],
  });

  expect(first.replayed).toBe(false);
  expect(again).toEqual({ ...first, replayed: true });
  expect(inCapitals).toEqual({ ...first, replayed: true });
  expect(await salesOfKey(order.idempotencyKey)).toBe(1);
  expect((await shop.stockOf(product.id)).available).toBe(9);
});

test('a repeated key with anything else in it is refused and sells nothing', async () => {
  const [product, other] = await shop.addProducts([{ stock: 10 }, { stock: 10 }]);
  const order = { idempotencyKey: randomUUID(), items: [{ productId: product!.id, quantity: 1 }] };
  await shop.sell(order);
  const line = { productId: product!.id, quantity: 1 };
  const others = [
    { items: [{ ...line, quantity: 2 }] },
    { items: [{ ...line, productId: other!.id }] },
    { items: [line, line] },
    { items: [{ ...line, expectedUnitPrice: '10.00' }] },
    { items: [line], customerId: await shop.addCustomer() },
    { items: [line], sellerId: await shop.addSeller() },
  ];

  for (const changed of others) {
    const answer = await shop.sell({ ...order, ...changed });
    expect(answer).toMatchObject({ sale: null, replayed: false });
    expect(answer.userErrors).toMatchObject([
      { code: 'IDEMPOTENCY_KEY_REUSED', path: ['input', 'idempotencyKey'] },
    ]);
  }
  expect((await shop.stockOf(product!.id)).available).toBe(9);
  expect((await shop.stockOf(other!.id)).available).toBe(10);
});

test('a rejection is the answer for its key for ever, even after stock has arrived', async () => {
  const product = await shop.addProduct({ stock: 1 });
  const order = { idempotencyKey: randomUUID(), items: [{ productId: product.id, quantity: 2 }] };
  const rejected = await shop.sell(order);
  expect(codesOf(rejected)).toEqual(['INSUFFICIENT_STOCK']);

  await shop.ask(
    `mutation Receive($id: ID!, $key: ID!) {
      ajustarStock(input: { productId: $id, delta: 5, reason: "Compra", idempotencyKey: $key }) {
        product { id }
      }
    }`,
    { id: product.id, key: randomUUID() },
  );

  expect(await shop.sell(order)).toEqual({ ...rejected, replayed: true });
  const withNewKey = await shop.sell({ items: order.items });
  expect(withNewKey.sale).not.toBeNull();
});

test('a rejection because of the seller is as final as one because of the stock', async () => {
  const product = await shop.addProduct({ stock: 1 });
  const order = {
    idempotencyKey: randomUUID(),
    sellerId: '2147483647',
    items: [{ productId: product.id, quantity: 1 }],
  };
  const rejected = await shop.sell(order);
  expect(codesOf(rejected)).toEqual(['SELLER_NOT_FOUND']);
  expect(await shop.sell(order)).toEqual({ ...rejected, replayed: true });
  expect(codesOf(await shop.sell({ ...order, sellerId: shop.sellerId }))).toEqual([
    'IDEMPOTENCY_KEY_REUSED',
  ]);
});

test('50 at once with one key sell once, and all are told of the same sale', async () => {
  const product = await shop.addProduct({ stock: 100 });
  const order = { idempotencyKey: randomUUID(), items: [{ productId: product.id, quantity: 1 }] };

  const answers = await together(50, () => shop.sell(order));

  expect(answers.flatMap(codesOf)).toEqual([]);
  expect(new Set(answers.map(({ sale }) => sale?.id)).size).toBe(1);
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect(await salesOfKey(order.idempotencyKey)).toBe(1);
  expect((await shop.stockOf(product.id)).available).toBe(99);
});

test('one key with two purchases at once sells one of them and refuses the other', async () => {
  const product = await shop.addProduct({ stock: 100 });
  const idempotencyKey = randomUUID();

  const answers = await together(20, (index) =>
    shop.sell({ idempotencyKey, items: [{ productId: product.id, quantity: (index % 2) + 1 }] }),
  );

  const sold = answers.flatMap(({ sale }) => sale ?? []);
  expect(sold).toHaveLength(10);
  expect(new Set(sold.map(({ id }) => id)).size).toBe(1);
  expect(answers.flatMap(codesOf)).toEqual(Array(10).fill('IDEMPOTENCY_KEY_REUSED'));
  expect(await salesOfKey(idempotencyKey)).toBe(1);
});

test('64 buyers at once for 50 units: exactly 50 buy, 14 are told that nothing is left', async () => {
  const product = await shop.addProduct({ stock: 50 });

  const answers = await together(64, () =>
    shop.sell({ items: [{ productId: product.id, quantity: 1 }] }),
  );

  expect(answers.flatMap(({ sale }) => sale ?? [])).toHaveLength(50);
  expect(answers.flatMap(codesOf)).toEqual(Array(14).fill('INSUFFICIENT_STOCK'));
  await expectSettledAndSound(databases);
  expect(await shop.stockOf(product.id)).toEqual({ onHand: 0, reserved: 0, available: 0 });
  const soldMovements = `productId = ${product.id} AND kind = 'SALE' AND delta = -1`;
  expect(await countRows(databases.inventario, 'StockMovement', soldMovements)).toBe(50);
});

test('baskets that share products in opposite orders never deadlock nor sell too much', async () => {
  const products = await shop.addProducts([{ stock: 20 }, { stock: 20 }, { stock: 20 }]);
  const lines = products.map(({ id }) => ({ productId: id, quantity: 1 }));

  const answers = await together(30, (index) =>
    shop.sell({ items: index % 2 === 0 ? lines : lines.toReversed() }),
  );

  expect(answers.flatMap(({ sale }) => sale ?? [])).toHaveLength(20);
  expect(new Set(answers.flatMap(codesOf))).toEqual(new Set(['INSUFFICIENT_STOCK']));
});
