// Goal: `checkInvariants` stays silent about a healthy system and names every broken promise.
// Method: two migrated databases hold one of everything that the sale protocol leaves behind; each
// test breaks one row by hand.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import type { Query, SqlValue } from '../../common/subgraph/database/sql.ts';
import { checkInvariants } from '../../scripts/operate/verify/check-invariants.ts';
import {
  createTestDatabase,
  type TestDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';

const SOLD = '01900000-0000-7000-8000-000000000001';
const HELD = '01900000-0000-7000-8000-000000000002';
const RELEASED = '01900000-0000-7000-8000-000000000003';
const TOMBSTONE = '01900000-0000-7000-8000-000000000004';
const REJECTED = '01900000-0000-7000-8000-000000000005';
const KEY = 'aaaaaaaa-0000-4000-8000-000000000001';
const OTHER_KEY = 'aaaaaaaa-0000-4000-8000-000000000002';
const HASH = 'a'.repeat(64);

const COLUMNS = {
  Reservation: 'id, status, requestHash, validUntil, createdAt, resolvedAt',
  ReservationLine: 'reservationId, productId, quantity, unitPriceCentimos',
  StockMovement: 'productId, seq, kind, delta, availableAfter, reference, occurredAt',
  SaleAttempt:
    'id, scope, idempotencyKey, attempt, requestHash, decision, validUntil, createdAt, decidedAt',
  Sale: `id, scope, idempotencyKey, sellerId,
    subtotalCentimos, taxCentimos, discountCentimos, totalCentimos, createdAt`,
  SaleItem: `saleId, lineNumber, productId, sku, productName, quantity, unitPriceCentimos,
    taxRateBasisPoints, baseCentimos, taxCentimos, totalCentimos`,
  ProductSales: 'productId, unitsSold, lastSoldAt',
  Outbox: 'attemptId, kind, nextTryAt',
  Product: 'id, sku, name, priceCentimos, available, lastSeq',
} as const;

const created: TestDatabase[] = [];
let inventario: Database;
let ventas: Database;

beforeAll(async () => {
  created.push(await createTestDatabase('inventario'), await createTestDatabase('ventas'));
  inventario = openDatabase(created[0]!.url, 2);
  ventas = openDatabase(created[1]!.url, 2);
  // The rows broken below are refused by the tables themselves; what is tested here is the check.
  for (const [table, constraint] of [
    ['Product', 'Product_available_check'],
    ['StockMovement', 'StockMovement_availableAfter_check'],
  ]) {
    await inventario.execute(`ALTER TABLE ${table} DROP CONSTRAINT ${constraint}`);
  }
  for (const [table, constraint] of [
    ['Sale', 'Sale_totalCentimos_check'],
    ['SaleItem', 'SaleItem_totalCentimos_check'],
  ]) {
    await ventas.execute(`ALTER TABLE ${table} DROP CONSTRAINT ${constraint}`);
  }
});

afterAll(async () => {
  await inventario.close();
  await ventas.close();
  for (const database of created) await database.drop();
});

beforeEach(async () => {
  await fillInventario();
  await fillVentas();
});

test('a healthy system has no violation, also in the middle of a sale', async () => {
  expect(await check()).toEqual([]);
});

test('a confirmation on its way is a violation only when nobody should be selling', async () => {
  expect(await check({ quiet: true })).toEqual([
    { invariant: 'I8', subject: `attempt ${HELD}`, message: expect.stringContaining('CONFIRM') },
  ]);
});

test('a suspect that is right when it is read again is not reported', async () => {
  await ventas.execute('UPDATE Outbox SET dead = true');
  const repairing: Database = {
    ...ventas,
    async query<Row>(query: Query<Row>) {
      const rows = await ventas.query(query);
      await ventas.execute('UPDATE Outbox SET dead = false');
      return rows;
    },
  };
  expect(await checkInvariants({ inventario, ventas: repairing })).toEqual([]);
});

test('empty databases have no violation', async () => {
  await emptyTables();
  expect(await check({ quiet: true })).toEqual([]);
});

const ventasBreaks: [string, string, string][] = [
  ['I3', `attempt ${SOLD}`, `UPDATE SaleAttempt SET requestHash = '${'f'.repeat(64)}'`],
  ['I3', `attempt ${SOLD}`, `UPDATE SaleItem SET productId = 2 WHERE saleId = '${SOLD}'`],
  ['I3', `attempt ${SOLD}`, `UPDATE SaleItem SET quantity = 3 WHERE saleId = '${SOLD}'`],
  ['I4', `reservation ${SOLD}`, `UPDATE SaleAttempt SET decision = 'ABORTED' WHERE id = '${SOLD}'`],
  ['I4', `reservation ${SOLD}`, `DELETE FROM SaleAttempt WHERE id = '${SOLD}'`],
  ['I6', `key ${KEY}`, `UPDATE SaleAttempt SET idempotencyKey = '${KEY}' WHERE id = '${HELD}'`],
  ['I6', 'key NULL', `UPDATE SaleAttempt SET scope = NULL, idempotencyKey = NULL`],
  ['I6', `attempt ${SOLD}`, `DELETE FROM Sale WHERE id = '${SOLD}'`],
  ['I6', `attempt ${SOLD}`, `UPDATE Sale SET scope = 'other' WHERE id = '${SOLD}'`],
  ['I6', `sale ${SOLD}`, `UPDATE SaleAttempt SET decision = 'OPEN' WHERE id = '${SOLD}'`],
  ['I6', `sale ${SOLD}`, `DELETE FROM SaleAttempt WHERE id = '${SOLD}'`],
  ['I7', `sale ${SOLD}`, `UPDATE Sale SET totalCentimos = totalCentimos + 1`],
  ['I7', `sale ${SOLD}`, `UPDATE Sale SET subtotalCentimos = 0, taxCentimos = totalCentimos`],
  ['I7', `sale ${SOLD}`, `UPDATE Sale SET discountCentimos = 1`],
  ['I7', `sale ${SOLD}`, `DELETE FROM SaleItem WHERE saleId = '${SOLD}'`],
  ['I7', `sale ${SOLD}`, `DELETE FROM SaleItem WHERE saleId = '${SOLD}' AND lineNumber = 1`],
  ['I7', `sale ${SOLD}`, `DELETE FROM Sale WHERE id = '${SOLD}'`],
  ['I7', `sale ${SOLD}`, `UPDATE SaleItem SET unitPriceCentimos = 999`],
  [
    'I7',
    `sale ${SOLD}`,
    `UPDATE SaleItem SET baseCentimos = baseCentimos + 1, taxCentimos = taxCentimos - 1`,
  ],
  ['I7', 'product 1', `UPDATE ProductSales SET unitsSold = unitsSold + 1 WHERE productId = 1`],
  ['I7', 'product 1', `DELETE FROM ProductSales WHERE productId = 1`],
  ['I7', 'product 1', `UPDATE Sale SET status = 'CANCELLED' WHERE id = '${SOLD}'`],
  [
    'I8',
    `attempt ${SOLD}`,
    `UPDATE SaleAttempt SET decision = 'OPEN', validUntil = NOW(3) - INTERVAL 6 SECOND
     WHERE id = '${SOLD}'`,
  ],
  ['I8', `attempt ${HELD}`, `UPDATE Outbox SET dead = true`],
];

test.each(ventasBreaks)('%s is reported for %s after: %s', async (invariant, subject, sql) => {
  expect(await ventas.execute(sql)).toBeGreaterThan(0);
  expect(await check()).toContainEqual(expect.objectContaining({ invariant, subject }));
});

const inventarioBreaks: [string, string, string][] = [
  ['I1', 'product 1', `UPDATE Product SET available = -1 WHERE id = 1`],
  [
    'I1',
    'product 1',
    `UPDATE StockMovement SET availableAfter = -1 WHERE productId = 1 AND seq = 1`,
  ],
  ['I2', 'product 1', `UPDATE Product SET available = available + 1 WHERE id = 1`],
  ['I2', 'product 1', `UPDATE Product SET lastSeq = lastSeq + 1 WHERE id = 1`],
  ['I2', 'product 1', `UPDATE StockMovement SET delta = delta + 1 WHERE productId = 1 AND seq = 1`],
  ['I2', 'product 1', `UPDATE StockMovement SET seq = 9 WHERE productId = 1 AND seq = 2`],
  [
    'I2',
    'product 1',
    `UPDATE StockMovement SET availableAfter = 3 WHERE productId = 1 AND seq = 2`,
  ],
  ['I2', 'product 2', `DELETE FROM Product WHERE id = 2`],
  [
    'I2',
    'product 1',
    `UPDATE ReservationLine SET quantity = 9 WHERE productId = 1 AND reservationId = '${SOLD}'`,
  ],
  ['I2', 'product 1', `UPDATE StockMovement SET kind = 'LOSS' WHERE kind = 'SALE'`],
  ['I3', `attempt ${SOLD}`, `DELETE FROM Reservation WHERE id = '${SOLD}'`],
  ['I3', `attempt ${SOLD}`, `UPDATE Reservation SET status = 'RELEASED' WHERE id = '${SOLD}'`],
  ['I3', `attempt ${HELD}`, `UPDATE Reservation SET requestHash = NULL WHERE id = '${HELD}'`],
  [
    'I3',
    `attempt ${SOLD}`,
    `UPDATE ReservationLine SET unitPriceCentimos = 1 WHERE reservationId = '${SOLD}'`,
  ],
  ['I3', `attempt ${SOLD}`, `DELETE FROM ReservationLine WHERE reservationId = '${SOLD}'`],
  [
    'I4',
    `reservation ${RELEASED}`,
    `UPDATE Reservation SET status = 'CONFIRMED' WHERE id = '${RELEASED}'`,
  ],
  [
    'I5',
    `reservation ${RELEASED}`,
    `UPDATE Reservation SET status = 'HELD' WHERE id = '${RELEASED}'`,
  ],
  ['I5', `reservation ${RELEASED}`, `UPDATE StockMovement SET delta = 1 WHERE kind = 'RELEASE'`],
  ['I5', `reservation ${RELEASED}`, `DELETE FROM StockMovement WHERE kind = 'RELEASE'`],
  [
    'I8',
    `reservation ${HELD}`,
    `UPDATE Reservation SET createdAt = NOW(3) - INTERVAL 61 SECOND WHERE status = 'HELD'`,
  ],
];

test.each(inventarioBreaks)('%s is reported for %s after: %s', async (invariant, subject, sql) => {
  expect(await inventario.execute(sql)).toBeGreaterThan(0);
  expect(await check()).toContainEqual(expect.objectContaining({ invariant, subject }));
});

test('I5 is reported for stock that a released id takes again, though the sums agree', async () => {
  await insert(inventario, 'StockMovement', [
    [1, 5, 'SALE', -2, 4, RELEASED, new Date()],
    [1, 6, 'RETURN', 2, 6, null, new Date()],
  ]);
  await inventario.execute('UPDATE Product SET lastSeq = 6 WHERE id = 1');
  const message = expect.stringContaining('at seq 5, after its release at seq 4');
  expect(await check()).toContainEqual({
    invariant: 'I5',
    subject: `reservation ${RELEASED}`,
    message,
  });
});

test('the command says what is broken and ends with an exit code to match', async () => {
  const healthy = await runVerify([]);
  expect(healthy).toMatchObject({ code: 0, errors: '' });
  expect(healthy.output.match(/^I\d ok/gm)).toHaveLength(8);

  const unsettled = await runVerify(['--quiet']);
  expect(unsettled.code).toBe(1);
  expect(unsettled.output).toMatch(
    /^I8 BROKEN .*\n +attempt \S+: its CONFIRM is not acknowledged/m,
  );
}, 20_000);

async function runVerify(args: string[]) {
  const child = spawn(process.execPath, ['scripts/operate/verify/verify.ts', ...args], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: {
      INVENTARIO_DATABASE_URL: created[0]!.url,
      VENTAS_DATABASE_URL: created[1]!.url,
      // The rules are about the other two: nobody opens it.
      USUARIOS_DATABASE_URL: created[1]!.url,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((done) => child.on('close', done)),
  ]);
  return { output, errors, code };
}

function check(options: { quiet?: boolean } = {}) {
  return checkInvariants({ inventario, ventas, ...options });
}

async function emptyTables() {
  for (const table of ['Product', 'Reservation', 'ReservationLine', 'StockMovement']) {
    await inventario.execute(`DELETE FROM ${table}`);
  }
  for (const table of ['SaleAttempt', 'Sale', 'SaleItem', 'ProductSales', 'Outbox']) {
    await ventas.execute(`DELETE FROM ${table}`);
  }
}

async function fillInventario() {
  await emptyTables();
  const now = new Date();
  await insert(inventario, 'Product', [
    [1, 'cafetera', 'Cafetera', 1_050, 6, 4],
    [2, 'CAFETERA', 'Cafetera', 1_050, 0, 1],
    [3, 'tostadora', 'Tostadora', 1_050, 5, 2],
  ]);
  await insert(inventario, 'Reservation', [
    [SOLD, 'CONFIRMED', HASH, now, now, now],
    [HELD, 'HELD', HASH, now, now, null],
    [RELEASED, 'RELEASED', HASH, now, now, now],
    [TOMBSTONE, 'RELEASED', null, null, now, now],
    [REJECTED, 'REJECTED', HASH, now, now, now],
  ]);
  await insert(inventario, 'ReservationLine', [
    [SOLD, 1, 4, 1_050],
    [HELD, 3, 5, 1_050],
    [RELEASED, 1, 2, 1_050],
  ]);
  await insert(inventario, 'StockMovement', [
    [1, 1, 'INITIAL', 10, 10, null, now],
    [1, 2, 'SALE', -4, 6, SOLD, now],
    [1, 3, 'SALE', -2, 4, RELEASED, now],
    [1, 4, 'RELEASE', 2, 6, RELEASED, now],
    [2, 1, 'RECEIPT', 0, 0, null, now],
    [3, 1, 'INITIAL', 10, 10, null, now],
    [3, 2, 'SALE', -5, 5, HELD, now],
  ]);
}

async function fillVentas() {
  const now = new Date();
  const later = new Date(now.getTime() + 8_000);
  await insert(ventas, 'SaleAttempt', [
    [SOLD, 'anon', KEY, 2, HASH, 'COMMITTED', now, now, now],
    [RELEASED, 'anon', KEY, 1, HASH, 'ABORTED', now, now, now],
    [HELD, 'anon', OTHER_KEY, 3, HASH, 'COMMITTED', later, now, now],
    [TOMBSTONE, null, null, null, null, 'ABORTED', now, now, now],
    [REJECTED, 'anon', REJECTED, 1, HASH, 'ABORTED', now, now, now],
  ]);
  // Twice 2 × 10.50, then 5 × 10.50: base = (total·200 + 118) div 236.
  await insert(ventas, 'Sale', [
    [SOLD, 'anon', KEY, 1, 3_560, 640, 0, 4_200, now],
    [HELD, 'anon', OTHER_KEY, 1, 4_449, 801, 0, 5_250, now],
  ]);
  await insert(ventas, 'SaleItem', [
    [SOLD, 1, 1, 'cafetera', 'Cafetera', 2, 1_050, 1_800, 1_780, 320, 2_100],
    [SOLD, 2, 1, 'cafetera', 'Cafetera', 2, 1_050, 1_800, 1_780, 320, 2_100],
    [HELD, 1, 3, 'tostadora', 'Tostadora', 5, 1_050, 1_800, 4_449, 801, 5_250],
  ]);
  await insert(ventas, 'ProductSales', [
    [1, 4, now],
    [3, 5, now],
  ]);
  await insert(ventas, 'Outbox', [[HELD, 'CONFIRM', now]]);
}

async function insert(database: Database, table: keyof typeof COLUMNS, rows: SqlValue[][]) {
  for (const row of rows) {
    const marks = row.map(() => '?').join(', ');
    await database.execute(`INSERT INTO ${table} (${COLUMNS[table]}) VALUES (${marks})`, row);
  }
}
