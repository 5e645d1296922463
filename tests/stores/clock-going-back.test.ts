// Goal: when the clock goes back, nothing waits for as long as it went back: not an attempt, a
// hold, a message or a lease.
// Method: an instant that was set before the clock went back an hour lies an hour ahead.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hasCome, isOlderThan } from '../../common/subgraph/database/clock.ts';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { findOldHolds } from '../../subgraphs/inventario/reservations/reservation-store.ts';
import { claimMessages } from '../../subgraphs/ventas/outbox/outbox-store.ts';
import { lockExpired } from '../../subgraphs/ventas/sales/attempt-store.ts';

let created: ThrowawayDatabase[];
let ventas: Database;
let inventario: Database;

beforeAll(async () => {
  created = await Promise.all([
    createMigratedDatabase('ventas'),
    createMigratedDatabase('inventario'),
  ]);
  ventas = openDatabase(created[0]!.url, 2);
  inventario = openDatabase(created[1]!.url, 2);
});
afterAll(async () => {
  await Promise.all([ventas, inventario].map((database) => database.close()));
  await Promise.all(created.map((one) => one.drop()));
});

/** Seconds from now on, and whether an instant that is set 8 s ahead has come then. */
test.each([
  [-3_600, true],
  [-1, true],
  [1, false],
  [7, false],
  [60, true],
  [3_600, true],
  [86_400 * 3_650, true],
])('an instant %i s from now, set at most 8 s ahead, has come: %p', async (seconds, expected) => {
  const at = `(NOW(3) + INTERVAL ${seconds} SECOND)`;
  const [row] = await ventas.query(
    claimed<{ come: number; old: number }>(
      `SELECT ${hasCome(at, 8)} AS come, ${isOlderThan(at, 10)} AS old`,
    ),
  );
  expect(row?.come === 1).toBe(expected);
  expect(row?.old === 1).toBe(seconds < -10 || seconds > 1);
});

const AN_HOUR_AHEAD = 'NOW(3) + INTERVAL 1 HOUR';

test('an attempt that was open when the clock went back is found at once', async () => {
  const [ahead, valid] = [randomUUID(), randomUUID()];
  await ventas.execute(
    `INSERT INTO SaleAttempt (id, scope, idempotencyKey, attempt, decision, validUntil, createdAt)
     VALUES (?, 'staff', ?, 1, 'OPEN', ${AN_HOUR_AHEAD}, ${AN_HOUR_AHEAD}),
       (?, 'staff', ?, 1, 'OPEN', NOW(3) + INTERVAL 8 SECOND, NOW(3))`,
    [ahead, ahead, valid, valid],
  );
  expect(await ventas.transaction((sql) => lockExpired(sql, 10))).toEqual([ahead]);
});

test('a message that was leased or put off when the clock went back is sent at once', async () => {
  const [ahead, leased] = [randomUUID(), randomUUID()];
  await ventas.execute(
    `INSERT INTO Outbox (attemptId, kind, nextTryAt)
     VALUES (?, 'RELEASE', ${AN_HOUR_AHEAD}), (?, 'RELEASE', NOW(3) + INTERVAL 5 SECOND)`,
    [ahead, leased],
  );
  const messages = await ventas.transaction((sql) => claimMessages(sql, 10));
  expect(messages.map(({ attemptId }) => attemptId)).toEqual([ahead]);
});

test('a hold from before is asked about at once', async () => {
  const [ahead, fresh] = [randomUUID(), randomUUID()];
  await inventario.execute(
    `INSERT INTO Reservation (id, status, requestHash, createdAt)
     VALUES (?, 'HELD', '', ${AN_HOUR_AHEAD}), (?, 'HELD', '', NOW(3))`,
    [ahead, fresh],
  );
  expect(await findOldHolds(inventario, 10, 10)).toEqual([ahead]);
});
