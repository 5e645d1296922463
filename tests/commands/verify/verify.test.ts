// Goal: `checkInvariants` stays silent about a healthy system and names every broken promise.
// Method: two migrated databases hold one of everything that the sale protocol leaves behind; each
// test breaks one row by hand.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../common/subgraph/database/database.ts';
import type { Query } from '../../../common/subgraph/database/sql.ts';
import { checkInvariants } from '../../../scripts/operate/verify/check-invariants.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../../scripts/stack/throwaway/throwaway-database.ts';
import { emptyTables, fillTables, HELD, insertRows, KEY, RELEASED, SOLD } from './protocol-rows.ts';

const created: ThrowawayDatabase[] = [];
let inventario: Database;
let ventas: Database;

beforeAll(async () => {
  created.push(await createMigratedDatabase('inventario'), await createMigratedDatabase('ventas'));
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

beforeEach(() => fillTables({ inventario, ventas }));

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
  await emptyTables({ inventario, ventas });
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
  [
    'I7',
    'product 1',
    `UPDATE SaleItem SET returnedQuantity = 1 WHERE saleId = '${SOLD}' AND lineNumber = 1`,
  ],
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

const INVENTARIO_BREAKS: [string, string, string][] = [
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

test.each(INVENTARIO_BREAKS)('%s is reported for %s after: %s', async (invariant, subject, sql) => {
  expect(await inventario.execute(sql)).toBeGreaterThan(0);
  expect(await check()).toContainEqual(expect.objectContaining({ invariant, subject }));
});

test('I5 is reported for stock that a released id takes again, though the sums agree', async () => {
  await insertRows(inventario, 'StockMovement', [
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
  expect(healthy.output.match(/^I\d+ ok/gm)).toHaveLength(12);

  const unsettled = await runVerify(['--quiet']);
  expect(unsettled.code).toBe(1);
  expect(unsettled.output).toMatch(
    /^I8 BROKEN .*\n +attempt \S+: its CONFIRM is not acknowledged/m,
  );
}, 20_000);

async function runVerify(args: string[]) {
  const child = spawn(process.execPath, ['scripts/operate/verify/verify.ts', ...args], {
    cwd: resolve(import.meta.dirname, '../../..'),
    env: {
      INVENTARIO_DATABASE_URL: created[0]!.url,
      VENTAS_DATABASE_URL: created[1]!.url,
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
