// Goal: a quote is told what a sale would be told at this moment, and holds nothing.
// Method: the test calls inventario as ventas does, first for a quote, then for the stock.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { claimed } from '../../../common/subgraph/database/table.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  HOLD,
  type HoldData,
  QUOTE,
  type QuoteData,
  type ReservationLineInput,
} from '../../support/generated/holds.inventario.ts';
import {
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';
import { callAs, releaseAsVentas } from '../../support/service-call.ts';
import { openShop, type SeededProduct, type Shop } from '../../support/shop.ts';

let graph: Graph;
let databases: GraphDatabases;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph({ services: ['inventario', 'ventas', 'router'] });
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
});
afterEach(() => expectSettledAndSound(databases));
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

type Lines = readonly ReservationLineInput[];

async function quoteFor(lines: Lines, caller: 'ventas' | 'router' = 'ventas') {
  const variables = { input: { lines } };
  const { text } = await callAs(graph, {
    caller,
    callee: 'inventario',
    document: QUOTE,
    variables,
  });
  const { data, errors = [] } = JSON.parse(text);
  const codes = errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code);
  const quote: QuoteData['quoteStock'] | null = data?.quoteStock ?? null;
  return { quote, codes };
}

async function reserve(id: string, lines: Lines) {
  const validUntil = new Date(Date.now() + 8_000).toISOString();
  const reservation = { id, requestHash: 'b'.repeat(64), validUntil, replaces: [], lines };
  const variables = { input: { reservations: [reservation] } };
  const call = { caller: 'ventas', callee: 'inventario', document: HOLD, variables } as const;
  const { text } = await callAs(graph, call);
  const { data }: { data: HoldData } = JSON.parse(text);
  return data.reserveStock.results[0]!;
}

function execute(sql: string): Promise<number> {
  return databases.inventario.execute(sql);
}

async function productIn(categoryName: string | null, stock: number): Promise<SeededProduct> {
  const product = await shop.addProduct({ stock });
  if (categoryName === null) return product;
  await execute(`INSERT INTO Category (name, slug) VALUES ('${categoryName}', '${categoryName}')`);
  await execute(
    `UPDATE Product SET categoryId = (SELECT id FROM Category WHERE slug = '${categoryName}')
      WHERE id = ${product.id}`,
  );
  return product;
}

async function categoryIdOf(slug: string): Promise<string> {
  const [row] = await databases.inventario.query(
    claimed<{ id: number }>('SELECT id FROM Category WHERE slug = ?', [slug]),
  );
  return String(row!.id);
}

/** Everything that a hold would change. */
async function traces() {
  const statements = [
    'SELECT COUNT(*) AS n FROM Reservation',
    'SELECT COUNT(*) AS n FROM ReservationLine',
    'SELECT COUNT(*) AS n FROM StockMovement',
    'SELECT SUM(available) + SUM(lastSeq) AS n FROM Product',
  ];
  return Promise.all(
    statements.map((sql) => databases.inventario.query(claimed<{ n: number }>(sql))),
  );
}

test('a quote is what the reserve is then answered, and leaves no trace', async () => {
  const [lamp, cable] = [await productIn('lamparas', 5), await productIn(null, 3)];
  const lines = [
    { productId: lamp.id, quantity: 2, expectedUnitPrice: '10.00' },
    { productId: cable.id, quantity: 3 },
    { productId: lamp.id, quantity: 3 },
  ];
  const before = await traces();
  const { quote } = await quoteFor(lines);
  expect(await traces()).toEqual(before);
  const categoryId = await categoryIdOf('lamparas');
  expect(quote).toEqual({
    held: [
      { productId: lamp.id, sku: lamp.sku, name: lamp.name, unitPrice: '10.00', categoryId },
      {
        productId: cable.id,
        sku: cable.sku,
        name: cable.name,
        unitPrice: '10.00',
        categoryId: null,
      },
    ],
    rejections: [],
  });

  const id = randomUUID();
  const { held, rejections, status } = await reserve(id, lines);
  expect({ status, quote: { held, rejections } }).toEqual({ status: 'HELD', quote });
  await releaseAsVentas(graph, id);
});

test('what is short, dearer, off sale or unknown is rejected alike; the quote shows prices beside it', async () => {
  const [short, gone] = [await shop.addProduct({ stock: 1 }), await shop.addProduct({ stock: 1 })];
  await execute(`UPDATE Product SET status = 'DISCONTINUED' WHERE id = ${gone.id}`);
  const lines = [
    { productId: short.id, quantity: 1, expectedUnitPrice: '9.00' },
    { productId: '999999', quantity: 1 },
    { productId: gone.id, quantity: 1 },
    { productId: short.id, quantity: 1 },
    { productId: 'nothing', quantity: 1 },
  ];
  const { quote } = await quoteFor(lines);
  expect(quote?.held.map(({ productId }) => productId)).toEqual([short.id, gone.id]);
  expect(quote?.rejections.map(({ code, productId }) => [code, productId])).toEqual([
    ['PRICE_CHANGED', short.id],
    ['INSUFFICIENT_STOCK', short.id],
    ['PRODUCT_NOT_FOUND', '999999'],
    ['PRODUCT_DISCONTINUED', gone.id],
    ['PRODUCT_NOT_FOUND', 'nothing'],
  ]);
  const { status, held, rejections } = await reserve(randomUUID(), lines);
  expect({ status, held }).toEqual({ status: 'REJECTED', held: [] });
  expect(rejections).toEqual(quote?.rejections);
});

test('a quote does not wait for who holds the row of its product', async () => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  await databases.inventario.transaction(async (sql) => {
    await sql.execute(`UPDATE Product SET available = 1, lastSeq = 9 WHERE id = ${productId}`);
    const { quote } = await quoteFor([{ productId, quantity: 5 }]);
    expect(quote?.rejections).toEqual([]);
    await sql.execute(`UPDATE Product SET available = 5, lastSeq = 1 WHERE id = ${productId}`);
  });
});

test('only ventas may ask, for 1 to 1,000 lines of one unit or more', async () => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  const line = { productId, quantity: 1 };
  const linesOf = (count: number) => Array.from({ length: count }, () => line);
  expect(await quoteFor([line], 'router')).toEqual({
    quote: null,
    codes: ['SERVICE_TOKEN_INVALID'],
  });
  for (const lines of [[], linesOf(1_001), [{ ...line, quantity: 0 }]]) {
    expect(await quoteFor(lines)).toEqual({ quote: null, codes: ['BAD_USER_INPUT'] });
  }
  expect((await quoteFor(linesOf(1_000))).quote?.rejections).toMatchObject([{ requested: 1_000 }]);
});

test('a hold keeps the category in which it was made; one that was stored without any has none', async () => {
  const { id: productId } = await productIn('enchufes', 5);
  const categoryId = await categoryIdOf('enchufes');
  const [id, lines] = [randomUUID(), [{ productId, quantity: 1 }]];
  expect((await reserve(id, lines)).held).toMatchObject([{ categoryId }]);
  await execute(`UPDATE Product SET categoryId = NULL WHERE id = ${productId}`);
  expect((await reserve(id, lines)).held).toMatchObject([{ categoryId }]);

  await execute(
    `UPDATE Reservation SET outcome = JSON_REMOVE(outcome, '$.held[0].categoryId')
      WHERE id = '${id}'`,
  );
  expect((await reserve(id, lines)).held).toMatchObject([{ productId, categoryId: null }]);
  await releaseAsVentas(graph, id);
});
