import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { importProducts } from '../../subgraphs/inventario/products/import-products.ts';
import type { ReservationRequest } from '../../subgraphs/inventario/reservations/reservation.ts';
import {
  findOldHolds,
  purgeRefusals,
} from '../../subgraphs/inventario/reservations/reservation-store.ts';
import {
  runStockJobs,
  type StockJob,
} from '../../subgraphs/inventario/reservations/run-stock-jobs.ts';

/* Reservations on real MariaDB: what the in-memory decisions promise must survive concurrency. */

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

function reserveJob(
  lines: [string, number][],
  changes: Partial<ReservationRequest> = {},
): StockJob {
  const request: ReservationRequest = {
    id: randomUUID(),
    requestHash: 'h'.repeat(64),
    validUntil: new Date(Date.now() + 60_000),
    replaces: [],
    lines: lines.map(([productId, quantity]) => {
      return { productId, quantity, expectedUnitPriceCentimos: null };
    }),
    requestId: null,
    actorId: null,
    ...changes,
  };
  return { kind: 'reserve', request };
}

async function kindOf(job: StockJob): Promise<string> {
  const [result] = await runStockJobs(database, [job]);
  return result?.kind === 'reserve' ? result.answer.kind : 'none';
}

async function stockOf(productId: string) {
  const [row] = await database.query(
    claimed<{
      available: number;
      lastSeq: number;
      ledger: number;
      lines: number;
    }>(
      `SELECT available, lastSeq,
            (SELECT SUM(delta) FROM StockMovement WHERE productId = Product.id) AS ledger,
            (SELECT COUNT(*) FROM StockMovement WHERE productId = Product.id) AS \`lines\`
       FROM Product WHERE id = ?`,
      [productId],
    ),
  );
  return row!;
}

test('40 transactions at once on a product with 25 units hold exactly 25, without a gap in the ledger', async () => {
  const productId = await productWith(25);
  const kinds = await Promise.all(
    Array.from({ length: 40 }, () => kindOf(reserveJob([[productId, 1]]))),
  );
  expect(kinds.filter((kind) => kind === 'Held')).toHaveLength(25);
  expect(await stockOf(productId)).toEqual({ available: 0, lastSeq: 26, ledger: 0, lines: 26 });
});

test('baskets that cross (A then B, B then A) all end, none waits for another for ever', async () => {
  const [a, b] = [await productWith(100), await productWith(100)];
  const kinds = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      kindOf(
        reserveJob(
          i % 2
            ? [
                [a, 1],
                [b, 1],
              ]
            : [
                [b, 1],
                [a, 1],
              ],
        ),
      ),
    ),
  );
  expect(new Set(kinds)).toEqual(new Set(['Held']));
  expect((await stockOf(a)).available + (await stockOf(b)).available).toBe(120);
});

test('the same id reserved ten times at once holds once', async () => {
  const productId = await productWith(50);
  const job = reserveJob([[productId, 1]]);
  const kinds = await Promise.all(Array.from({ length: 10 }, () => kindOf(job)));
  expect(new Set(kinds)).toEqual(new Set(['Held']));
  expect((await stockOf(productId)).available).toBe(49);
});

test('a list of jobs is one transaction, decided in order: a basket that does not fit leaves room', async () => {
  const productId = await productWith(5);
  const jobs = [4, 3, 1].map((quantity) => reserveJob([[productId, quantity]]));
  const results = await runStockJobs(database, jobs);
  expect(results.map((result) => result.kind === 'reserve' && result.answer.kind)).toEqual([
    'Held',
    'Rejected',
    'Held',
  ]);
  expect((await stockOf(productId)).available).toBe(0);
});

test('a release and the reserve that needs its unit may stand in the same list', async () => {
  const productId = await productWith(1);
  const held = reserveJob([[productId, 1]]);
  await runStockJobs(database, [held]);
  const id = held.kind === 'reserve' ? held.request.id : '';
  const [, second] = await runStockJobs(database, [
    { kind: 'release', id },
    reserveJob([[productId, 1]]),
  ]);
  expect(second).toMatchObject({ answer: { kind: 'Held' } });
  expect(await stockOf(productId)).toEqual({ available: 0, lastSeq: 4, ledger: 0, lines: 4 });
});

test('confirm and release of the same hold at once: one wins, the other is told, stock agrees', async () => {
  const productId = await productWith(10);
  const job = reserveJob([[productId, 2]]);
  const id = job.kind === 'reserve' ? job.request.id : '';
  await runStockJobs(database, [job]);
  const [confirmed, released] = await Promise.all([
    runStockJobs(database, [{ kind: 'confirm', id }]),
    runStockJobs(database, [{ kind: 'release', id }]),
  ]);
  const acknowledged = [...confirmed, ...released].map(
    (result) => result.kind !== 'reserve' && result.settlement.acknowledged,
  );
  expect(acknowledged.sort()).toEqual([false, true]);
  expect([8, 10]).toContain((await stockOf(productId)).available);
});

test('a dry run of an import waits for no sale, and no sale for it', async () => {
  const sku = randomUUID();
  const rows = [{ sku, name: 'Cable', price: '10.00' }];
  const deps = { database, request: null };
  await importProducts(deps, { rows });
  await database.transaction(async (sql) => {
    await sql.execute('UPDATE Product SET minimum = 7 WHERE sku = ?', [sku]);
    const changed = rows.map((row) => ({ ...row, price: '11.00' }));
    const { updated } = await importProducts(deps, { rows: changed, dryRun: true });
    expect(updated).toBe(1);
  });
});

test('the stored answer survives a change of price, name and stock', async () => {
  const productId = await productWith(3);
  const job = reserveJob([[productId, 3]]);
  const [first] = await runStockJobs(database, [job]);
  await database.execute("UPDATE Product SET priceCentimos = 1, name = 'Otro' WHERE id = ?", [
    productId,
  ]);
  const [second] = await runStockJobs(database, [job]);
  expect(second).toEqual({ ...first, now: expect.any(Date) });
});

test('the database itself refuses stock below zero', async () => {
  const productId = await productWith(1);
  const below = database.execute('UPDATE Product SET available = -1 WHERE id = ?', [productId]);
  await expect(below).rejects.toMatchObject({ errno: 4025 });
});

test('only holds older than the age asked for are found', async () => {
  const productId = await productWith(2);
  const job = reserveJob([[productId, 1]]);
  await runStockJobs(database, [job]);
  const id = job.kind === 'reserve' ? job.request.id : '';
  expect(await findOldHolds(database, 10, 100)).not.toContain(id);
  await database.execute(
    'UPDATE Reservation SET createdAt = NOW(3) - INTERVAL 11 SECOND WHERE id = ?',
    [id],
  );
  expect(await findOldHolds(database, 10, 100)).toContain(id);
});

test('the purge takes old refusals, and never a hold or a confirmed sale however old', async () => {
  const productId = await productWith(2);
  const jobs = [1, 1, 5].map((quantity) => reserveJob([[productId, quantity]]));
  await runStockJobs(database, jobs);
  const [held, sold, rejected] = jobs.map((job) => (job.kind === 'reserve' ? job.request.id : ''));
  await runStockJobs(database, [{ kind: 'confirm', id: sold! }]);
  const tombstone = randomUUID();
  await runStockJobs(database, [{ kind: 'release', id: tombstone }]);
  await database.execute(
    `UPDATE Reservation SET createdAt = NOW(3) - INTERVAL 8 DAY,
       resolvedAt = IF(resolvedAt IS NULL, NULL, NOW(3) - INTERVAL 8 DAY) WHERE id IN (?)`,
    [[held!, sold!, rejected!, tombstone]],
  );
  expect(await purgeRefusals(database, 7)).toBe(2);
  const left = await database.query(
    claimed<{ id: string }>('SELECT id FROM Reservation WHERE id IN (?)', [
      [held!, sold!, rejected!, tombstone],
    ]),
  );
  expect(left.map(({ id }) => id).sort()).toEqual([held!, sold!].sort());
});
