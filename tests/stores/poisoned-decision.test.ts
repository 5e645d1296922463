// Goal: a sale that can never be written ends, somebody is told, and its neighbours are made; what
// passes by itself is tried again.
// Method: triggers refuse single rows as the server would.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Log, LogFields } from '../../common/process/log/log.ts';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { insertIntents } from '../../subgraphs/ventas/sales/attempt-store.ts';
import { type Decision, decide } from '../../subgraphs/ventas/sales/decide.ts';
import { NO_MONEY, plainLine, plainOrder, pricedOrder } from '../support/plain-order.ts';

let created: ThrowawayDatabase;
let database: Database;
const told: { event: string; fields: LogFields | undefined }[] = [];
const note = (event: string, fields?: LogFields) => void told.push({ event, fields });
const LOG: Log = { debug: note, info: note, warn: note, error: note, with: () => LOG };

beforeAll(async () => {
  created = await createMigratedDatabase('ventas');
  database = openDatabase(created.url, 4);
});
afterEach(async () => {
  told.length = 0;
  await database.execute('DROP TRIGGER IF EXISTS refuse');
});
afterAll(async () => {
  await database.close();
  await created.drop();
});

/** Opens an attempt, and decides to commit it with one line of a product. */
async function commitOf(productId: number, quantity = 1): Promise<Decision> {
  const id = randomUUID();
  const key = { scope: 'staff', idempotencyKey: id };
  const requestHash = 'a'.repeat(64);
  await insertIntents(database, [{ id, key, requestHash, attempt: 1, reason: null }]);
  const order = plainOrder([plainLine(String(productId), quantity)], key);
  const held = [{ productId: String(productId), sku: 'A', name: 'A', unitPriceCentimos: 1 }];
  const people = {
    ...{ sellerId: 1, sellerName: 'Rosa', customerId: null, customerName: null },
    ...{ customerDocType: null, customerDocNumber: null },
  };
  const sale = { id, order, ...people, ...NO_MONEY, ...pricedOrder(order, held) };
  return { kind: 'Commit', id, sale };
}

function refuse(condition: string, errno: number): Promise<number> {
  return database.execute(
    `CREATE TRIGGER refuse BEFORE INSERT ON SaleItem FOR EACH ROW BEGIN IF ${condition} THEN
       SIGNAL SQLSTATE '22003' SET MYSQL_ERRNO = ${errno}, MESSAGE_TEXT = 'refused'; END IF; END`,
  );
}

test('a decision that can never be written ends as a fault, and its neighbours are made', async () => {
  const decisions = [await commitOf(1), await commitOf(666), await commitOf(2)];
  const [before, poison, after] = decisions.map(({ id }) => id);
  await refuse('NEW.productId = 666', 1_264);

  const { attempts, messages, saleById } = await decide(database, decisions, LOG);

  expect([...saleById.keys()]).toEqual([before, after]);
  expect(attempts.get(poison!)).toMatchObject({
    decision: 'ABORTED',
    reason: { kind: 'Fault', fault: 'Failed' },
  });
  expect(messages).toEqual([
    { attemptId: before, kind: 'CONFIRM' },
    { attemptId: poison, kind: 'RELEASE' },
    { attemptId: after, kind: 'CONFIRM' },
  ]);
  expect(told).toEqual([
    { event: 'sale.decision-failed', fields: { saleId: poison, error: expect.anything() } },
  ]);
});

test('what passes by itself is tried again, and then made', async () => {
  const decision = await commitOf(3);
  await refuse('TRUE', 1_290);
  const deciding = decide(database, [decision], LOG);
  await database.execute('DROP TRIGGER refuse');
  expect((await deciding).attempts.get(decision.id)?.decision).toBe('COMMITTED');
  expect(told.map(({ event }) => event)).not.toContain('sale.decision-failed');
});

test('the units sold of a product have room for many of the largest sales', async () => {
  await database.execute(
    'INSERT INTO ProductSales (productId, unitsSold, lastSoldAt) VALUES (9, 2147483647, NOW(3))',
  );
  const { saleById } = await decide(database, [await commitOf(9, 100_000)], LOG);
  expect(saleById.size).toBe(1);
  const [row] = await database.query(
    claimed<{ unitsSold: number }>('SELECT unitsSold FROM ProductSales WHERE productId = 9'),
  );
  expect(row?.unitsSold).toBe(2_147_583_647);
});
