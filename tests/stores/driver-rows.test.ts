// Goal: rows of raw statements hold what the Prisma schema promises, whatever way they are read.
// Method: the same values are read from a real server plainly, locked, in a union, from a script.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { select, selectAll, unionAll } from '../../common/subgraph/database/table.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { SALE, SALE_ATTEMPT, SELLER } from '../../subgraphs/ventas/tables.ts';

let created: ThrowawayDatabase;
let database: Database;

beforeAll(async () => {
  created = await createMigratedDatabase('ventas');
  database = openDatabase(created.url, 2);
});

afterAll(async () => {
  await database.close();
  await created.drop();
});

test('a BOOLEAN is true or false: alone, locked, in a union, in a script and in a transaction', async () => {
  await database.execute("INSERT INTO Seller (code, name, active) VALUES ('A', 'Ana', TRUE)");
  await database.execute("INSERT INTO Seller (code, name, active) VALUES ('B', 'Beto', FALSE)");
  const read = (rest: string) => select(SELLER, ['code', 'active'], rest);
  const both = [
    { code: 'A', active: true },
    { code: 'B', active: false },
  ];
  expect(await database.query(read('ORDER BY code'))).toEqual(both);
  expect(
    await database.query(unionAll([read("WHERE code = 'A'"), read("WHERE code = 'B'")])),
  ).toEqual(both);
  const [[ana], [beto]] = await database.script([
    read("WHERE code = 'A'"),
    read("WHERE code = 'B'"),
  ]);
  expect([ana, beto]).toEqual(both);
  const locked = read('ORDER BY id FOR UPDATE');
  expect(await database.transaction((sql) => sql.query(locked))).toEqual(both);
  expect(await database.query(selectAll(SELLER, 'WHERE NOT active'))).toMatchObject([
    { active: false },
  ]);
});

test('JSON is what was written, null where nothing was, also where the server sorts and locks', async () => {
  const reason = { kind: 'Fault' as const, fault: 'Expired' as const };
  const ids = [randomUUID(), randomUUID()].sort();
  for (const [index, id] of ids.entries()) {
    await database.execute(
      `INSERT INTO SaleAttempt (id, decision, outcome, validUntil, createdAt)
       VALUES (?, 'ABORTED', ?, NOW(3), NOW(3))`,
      [id, index === 0 ? JSON.stringify(reason) : null],
    );
  }
  const read = (rest: string) => select(SALE_ATTEMPT, ['outcome'], rest, [ids]);
  const outcomes = [{ outcome: reason }, { outcome: null }];
  expect(await database.query(read('WHERE id IN (?) ORDER BY id'))).toEqual(outcomes);
  expect(await database.query(read('WHERE id IN (?) ORDER BY id FOR UPDATE'))).toEqual(outcomes);
  const sorted = read('WHERE id IN (?) ORDER BY decision, validUntil, outcome IS NULL');
  expect(await database.query(sorted)).toEqual(outcomes);
});

test('a BIGINT is a number and a DATETIME a date in UTC', async () => {
  const createdAt = new Date('2026-03-01T23:59:59.123Z');
  const amounts = { subtotalCentimos: 4_237_288_135_593, taxCentimos: 762_711_864_407 };
  await database.execute(
    `INSERT INTO Sale (id, scope, idempotencyKey, sellerId, sellerName, subtotalCentimos,
       taxCentimos, discountCentimos, totalCentimos, createdAt)
     VALUES (?, 'a', ?, 1, 'A', ?, ?, 0, ?, ?)`,
    [randomUUID(), randomUUID(), ...Object.values(amounts), 5_000_000_000_000, createdAt],
  );
  const [sale] = await database.query(selectAll(SALE, ''));
  expect(sale).toMatchObject({ ...amounts, totalCentimos: 5_000_000_000_000, createdAt });
});
