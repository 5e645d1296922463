// Goal: what is decided about returns in memory survives concurrency on a real server, beside sales
// that lock the same products.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { importProducts } from '../../subgraphs/inventario/products/import-products.ts';
import { runStockJobs } from '../../subgraphs/inventario/reservations/run-stock-jobs.ts';
import type { ReturnedUnits } from '../../subgraphs/inventario/returns/restock.ts';
import { createRestocks } from '../../subgraphs/inventario/returns/restocks.ts';
import { runRestocks } from '../../subgraphs/inventario/returns/run-restocks.ts';

let created: ThrowawayDatabase;
let database: Database;

beforeAll(async () => {
  created = await createMigratedDatabase('inventario');
  database = openDatabase(created.url, 16);
});
afterAll(async () => {
  await database.close();
  await created.drop();
});

async function productWith(stock: number): Promise<string> {
  const row = { sku: randomUUID(), name: 'Cable', price: '10.00', openingStock: String(stock) };
  const { results } = await importProducts({ database, request: null }, { rows: [row] });
  return String(results[0]!.product!.id);
}

function returnOf(productIds: readonly string[], changes: Partial<ReturnedUnits> = {}) {
  const lines = productIds.map((productId) => ({ productId, quantity: 1 }));
  return { id: randomUUID(), lines, actorId: null, ...changes };
}

async function stockOf(productId: string) {
  const [row] = await database.query(
    claimed<{ available: number; ledger: number; lastSeq: number; lines: number }>(
      `SELECT available, lastSeq,
            (SELECT SUM(delta) FROM StockMovement WHERE productId = Product.id) AS ledger,
            (SELECT COUNT(*) FROM StockMovement WHERE productId = Product.id) AS \`lines\`
       FROM Product WHERE id = ?`,
      [productId],
    ),
  );
  return row!;
}

/** As many transactions at once as there are items, each on a connection of its own. */
function atOnce<Result>(count: number, work: (index: number) => Promise<Result>) {
  return Promise.all(Array.from({ length: count }, (_, index) => work(index)));
}

test('the same return in 20 transactions at once is put back once', async () => {
  const productId = await productWith(5);
  const returned = returnOf([productId]);
  const outcomes = await atOnce(20, () => runRestocks(database, [returned]));
  expect(outcomes.flat().filter(({ kind }) => kind === 'Restocked')).toHaveLength(1);
  expect(await stockOf(productId)).toEqual({ available: 6, ledger: 6, lastSeq: 2, lines: 2 });
});

test('one id for two products at once is one return: the later one finds it', async () => {
  const [a, b] = [await productWith(0), await productWith(0)];
  const id = randomUUID();
  const outcomes = await atOnce(10, (index) =>
    runRestocks(database, [returnOf([index % 2 ? a : b], { id })]),
  );
  expect(outcomes.flat().filter(({ kind }) => kind === 'Restocked')).toHaveLength(1);
  expect((await stockOf(a)).available + (await stockOf(b)).available).toBe(1);
});

test('returns and sales that cross (A then B, B then A) all end, and the ledger explains each', async () => {
  const [a, b] = [await productWith(50), await productWith(50)];
  await atOnce(40, async (index) => {
    const productIds = index % 4 < 2 ? [a, b] : [b, a];
    if (index % 2) return void (await runRestocks(database, [returnOf(productIds)]));
    const lines = productIds.map((productId) => {
      return { productId, quantity: 1, expectedUnitPriceCentimos: null };
    });
    const validUntil = new Date(Date.now() + 60_000);
    const sale = { id: randomUUID(), requestHash: 'h'.repeat(64), validUntil, replaces: [] };
    const request = { ...sale, lines, requestId: null, actorId: null };
    await runStockJobs(database, [{ kind: 'reserve', request }]);
  });
  const all = { available: 50, ledger: 50, lastSeq: 41, lines: 41 };
  expect([await stockOf(a), await stockOf(b)]).toEqual([all, all]);
});

test('a return that the database refuses fails alone, and its neighbours are put back', async () => {
  const productId = await productWith(0);
  const restocks = createRestocks(database);
  const outcomes = await Promise.allSettled([
    restocks.add(returnOf([productId])),
    restocks.add(returnOf([productId], { actorId: 'x'.repeat(65) })),
    restocks.add(returnOf([productId])),
  ]);
  expect(outcomes).toMatchObject([
    { value: { kind: 'Restocked' } },
    { reason: { sqlState: '22001' } },
    { value: { kind: 'Restocked' } },
  ]);
  expect(await stockOf(productId)).toEqual({ available: 2, ledger: 2, lastSeq: 2, lines: 2 });
});
