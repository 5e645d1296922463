// Goal: rebuild-stock repairs counters from the ledger, and never writes anything wrong.
// Method: real sales on a real database; counters and ledgers are then broken by hand.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import {
  rebuildProduct,
  rebuildStock,
} from '../../scripts/operate/rebuild-stock/rebuild-products.ts';
import { findDifferences } from '../../scripts/operate/rebuild-stock/stock-difference.ts';
import { checkInvariants } from '../../scripts/operate/verify/check-invariants.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { importProducts } from '../../subgraphs/inventario/products/import-products.ts';
import {
  runStockJobs,
  type StockJob,
} from '../../subgraphs/inventario/reservations/run-stock-jobs.ts';

let created: { inventario: ThrowawayDatabase; ventas: ThrowawayDatabase };
let inventario: Database;
let ventas: Database;

beforeAll(async () => {
  created = {
    inventario: await createMigratedDatabase('inventario'),
    ventas: await createMigratedDatabase('ventas'),
  };
  inventario = openDatabase(created.inventario.url, 8);
  ventas = openDatabase(created.ventas.url, 2);
});

afterAll(async () => {
  await Promise.all([inventario.close(), ventas.close()]);
  await created.inventario.drop();
  await created.ventas.drop();
});

/** A product with ten units, of which three were reserved and one was given back. */
async function productWithHistory() {
  const sku = randomUUID();
  const row = { sku, name: 'Cable', price: '10.00', openingStock: '10' };
  const { results } = await importProducts(
    { database: inventario, request: null },
    { rows: [row] },
  );
  const id = Number(results[0]!.product!.id);
  await runStockJobs(inventario, [reserveJob(id, 2)]);
  const undone = reserveJob(id, 1);
  await runStockJobs(inventario, [undone]);
  await runStockJobs(inventario, [{ kind: 'release', id: undone.request.id }]);
  return { id, sku };
}

function reserveJob(productId: number, quantity: number): StockJob & { kind: 'reserve' } {
  const request = {
    id: randomUUID(),
    requestHash: 'h'.repeat(64),
    validUntil: new Date(Date.now() + 60_000),
    replaces: [],
    lines: [{ productId: String(productId), quantity, expectedUnitPriceCentimos: null }],
    requestId: null,
    actorId: null,
  };
  return { kind: 'reserve', request };
}

async function countersOf(productId: number) {
  const [row] = await inventario.query(
    claimed<{ available: number; lastSeq: number }>(
      'SELECT available, lastSeq FROM Product WHERE id = ?',
      [productId],
    ),
  );
  return row!;
}

/** Removes a product that a test has broken beyond repair, so that the next one starts clean. */
async function forget(productId: number) {
  const reservations = 'SELECT reservationId FROM ReservationLine WHERE productId = ?';
  await inventario.execute(`DELETE FROM Reservation WHERE id IN (${reservations})`, [productId]);
  for (const table of ['ReservationLine', 'StockMovement']) {
    await inventario.execute(`DELETE FROM ${table} WHERE productId = ?`, [productId]);
  }
  await inventario.execute('DELETE FROM Product WHERE id = ?', [productId]);
}

const GOOD = { available: 8, lastSeq: 4 };

test.each([
  ['too many units', 'available = available + 5'],
  ['too few units', 'available = 0'],
  ['a number that was given twice', 'lastSeq = 2'],
  ['a number ahead of the ledger', 'lastSeq = 99, available = 1'],
])('counters with %s are what the ledger says again, and all promises hold', async (_, change) => {
  const { id, sku } = await productWithHistory();
  await inventario.execute(`UPDATE Product SET ${change} WHERE id = ?`, [id]);
  const stored = await countersOf(id);
  const difference = { productId: id, sku, stored, ledger: GOOD, refusal: null };

  expect(await findDifferences(inventario)).toEqual([difference]);
  expect(await countersOf(id)).toEqual(stored);
  expect(await rebuildStock(inventario)).toEqual([difference]);
  expect(await countersOf(id)).toEqual(GOOD);
  expect(await rebuildStock(inventario)).toEqual([]);
  expect(await checkInvariants({ inventario, ventas })).toEqual([]);
});

test('a product without any movement is rebuilt to nothing', async () => {
  const { id } = await productWithHistory();
  await inventario.execute('DELETE FROM StockMovement WHERE productId = ?', [id]);
  await rebuildStock(inventario);
  expect(await countersOf(id)).toEqual({ available: 0, lastSeq: 0 });
  await forget(id);
});

test.each([
  ['a hole', 'DELETE FROM StockMovement WHERE productId = ? AND seq = 2', /holes: 3 movements/],
  ['no beginning', 'DELETE FROM StockMovement WHERE productId = ? AND seq = 1', /numbered 2 to 4/],
  [
    'a sum below zero',
    'UPDATE StockMovement SET delta = 0 WHERE productId = ? AND seq = 1',
    /adds up to -2/,
  ],
])('a ledger with %s is refused, and the counters stay', async (_, damage, reason) => {
  const { id } = await productWithHistory();
  await inventario.execute(damage, [id]);
  const [refused] = await rebuildStock(inventario);
  expect(refused).toMatchObject({ productId: id, refusal: expect.stringMatching(reason) });
  expect(await countersOf(id)).toEqual(GOOD);
  await forget(id);
});

test('rebuilding a product without pause while it is sold by eight writes nothing', async () => {
  const row = { sku: randomUUID(), name: 'Cable', price: '10.00', openingStock: '400' };
  const { results } = await importProducts(
    { database: inventario, request: null },
    { rows: [row] },
  );
  const id = Number(results[0]!.product!.id);
  const broken = await productWithHistory();
  await inventario.execute('UPDATE Product SET available = 1 WHERE id = ?', [broken.id]);

  let isSelling = true;
  const sell = async () => {
    for (let sold = 0; sold < 25; sold++) await runStockJobs(inventario, [reserveJob(id, 1)]);
  };
  const found: unknown[] = [];
  const rebuild = async () => {
    while (isSelling) found.push(await rebuildProduct(inventario, id));
  };
  const rebuilding = [rebuild(), rebuild(), rebuildStock(inventario)];
  await Promise.all(Array.from({ length: 8 }, sell));
  isSelling = false;
  await Promise.all(rebuilding);

  expect(found.length).toBeGreaterThan(10);
  expect(new Set(found)).toEqual(new Set([null]));
  expect(await countersOf(id)).toEqual({ available: 200, lastSeq: 201 });
  expect(await countersOf(broken.id)).toEqual(GOOD);
  expect(await checkInvariants({ inventario, ventas })).toEqual([]);
});

test('the command shows first, writes when told to, and its exit code says which', async () => {
  expect(await runCommand([])).toEqual({
    code: 0,
    output: 'Every stock agrees with its ledger.\n',
  });

  const { id, sku } = await productWithHistory();
  await inventario.execute('UPDATE Product SET available = 7 WHERE id = ?', [id]);
  const shown = await runCommand([]);
  expect(shown.code).toBe(1);
  expect(shown.output).toMatch(new RegExp(`^${sku} +7 +8 +4 +4  differs$`, 'm'));
  expect(shown.output).toContain('1 to rebuild, 0 to refuse. Nothing was written');
  expect(await countersOf(id)).toEqual({ available: 7, lastSeq: 4 });

  const applied = await runCommand(['--apply']);
  expect(applied.code).toBe(0);
  expect(applied.output).toContain('1 rebuilt, 0 refused.');
  expect(await countersOf(id)).toEqual(GOOD);

  await inventario.execute('DELETE FROM StockMovement WHERE productId = ? AND seq = 2', [id]);
  for (const args of [[], ['--apply']]) {
    const refused = await runCommand(args);
    expect(refused.code).toBe(2);
    expect(refused.output).toMatch(new RegExp(`^${sku} .*  refused: the ledger has holes`, 'm'));
  }
  await forget(id);
}, 30_000);

async function runCommand(args: string[]) {
  const child = spawn(
    process.execPath,
    ['scripts/operate/rebuild-stock/rebuild-stock.ts', ...args],
    {
      cwd: resolve(import.meta.dirname, '../..'),
      env: { INVENTARIO_DATABASE_URL: created.inventario.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [output, code] = await Promise.all([
    text(child.stdout),
    new Promise<number | null>((done) => child.on('close', done)),
  ]);
  return { output, code };
}
