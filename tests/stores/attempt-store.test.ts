// Goal: the attempts, decisions and messages of ventas are right on a real server.
// Long because one set of attempts serves every question about them.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Log } from '../../common/process/log/log.ts';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { createDispatcher } from '../../subgraphs/ventas/outbox/dispatch-outbox.ts';
import { claimMessages } from '../../subgraphs/ventas/outbox/outbox-store.ts';
import type { Attempt } from '../../subgraphs/ventas/sales/attempt.ts';
import {
  findKeys,
  findUnreleased,
  type Intent,
  insertIntents,
  newestByKey,
  settleAttempts,
  textOfKey,
} from '../../subgraphs/ventas/sales/attempt-store.ts';
import { type Decision, decide } from '../../subgraphs/ventas/sales/decide.ts';
import type { Order } from '../../subgraphs/ventas/sales/order.ts';
import { purgeKeys } from '../../subgraphs/ventas/sales/purge-keys.ts';
import { purgeNeverSeen } from '../../subgraphs/ventas/sales/purge-store.ts';
import { abortExpired } from '../../subgraphs/ventas/sales/recover-attempts.ts';
import type { SalePeople } from '../../subgraphs/ventas/sales/sale-parties.ts';
import { NO_MONEY, plainLine, plainOrder, pricedOrder } from '../support/plain-order.ts';

let created: ThrowawayDatabase;
let database: Database;

beforeAll(async () => {
  created = await createMigratedDatabase('ventas');
  database = openDatabase(created.url, 16);
});

afterAll(async () => {
  await database.close();
  await created.drop();
});

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silent,
};

function newOrder(): Order {
  return plainOrder([plainLine('7', 2)], { idempotencyKey: randomUUID() });
}

function intentOf(order: Order, id: string, attempt = 1): Intent {
  return { id, key: order, requestHash: order.requestHash, attempt, reason: null };
}

async function open(order: Order, attempt = 1): Promise<Attempt> {
  const id = randomUUID();
  const written = await insertIntents(database, [intentOf(order, id, attempt)]);
  return written.get(id)!;
}

const PEOPLE: SalePeople = {
  sellerId: 1,
  sellerName: 'Rosa',
  customerId: null,
  customerName: null,
  customerDocType: null,
  customerDocNumber: null,
};

function commit({ id }: Attempt, order: Order): Decision {
  const held = [{ productId: '7', sku: 'SKU', name: 'Cable', unitPriceCentimos: 1_050 }];
  const sale = { id, order, ...PEOPLE, ...NO_MONEY, ...pricedOrder(order, held) };
  return { kind: 'Commit', id, sale };
}

const EXPIRED = { kind: 'Fault', fault: 'Expired' } as const;

function abort({ id }: Attempt): Decision {
  return { kind: 'Abort', id, reason: EXPIRED, release: true };
}

/** The newest attempts of the keys of orders. */
async function newest(orders: readonly Order[]): Promise<Map<string, Attempt>> {
  const [rows = []] = await database.script([findKeys(orders)]);
  return newestByKey(rows);
}

/** Lets the leases of all messages run out. */
function makeDue(): Promise<number> {
  return database.execute('UPDATE Outbox SET nextTryAt = NOW(3)');
}

async function rowsOf(table: string, column: string, id: string): Promise<number> {
  const rows = await database.query(claimed(`SELECT 1 FROM ${table} WHERE ${column} = ?`, [id]));
  return rows.length;
}

test('twenty intents for one attempt of a key at once: exactly one is written', async () => {
  const order = newOrder();
  const ids = Array.from({ length: 20 }, () => randomUUID());
  const results = await Promise.all(
    ids.map((id) => insertIntents(database, [intentOf(order, id)])),
  );
  expect(results.filter((written) => written.size === 1)).toHaveLength(1);
});

test('committing and aborting the same attempt at once: one is done, both are told the same', async () => {
  for (let round = 0; round < 10; round++) {
    const order = newOrder();
    const attempt = await open(order);
    const [one, other] = await Promise.all([
      decide(database, [commit(attempt, order)], silent),
      decide(database, [abort(attempt)], silent),
    ]);
    const decision = one.attempts.get(attempt.id)!.decision;
    expect(other.attempts.get(attempt.id)!.decision).toBe(decision);
    expect(await rowsOf('Sale', 'id', attempt.id)).toBe(decision === 'COMMITTED' ? 1 : 0);
    expect(await rowsOf('Outbox', 'attemptId', attempt.id)).toBe(1);
  }
});

test('a list of decisions is taken together, and what was decided before stays', async () => {
  const orders = [newOrder(), newOrder(), newOrder()];
  const attempts = await Promise.all(orders.map((order) => open(order)));
  await decide(database, [abort(attempts[1]!)], silent);
  const decided = await decide(
    database,
    attempts.map((attempt, index) => commit(attempt, orders[index]!)),
    silent,
  );
  expect(attempts.map(({ id }) => decided.attempts.get(id)!.decision)).toEqual([
    'COMMITTED',
    'ABORTED',
    'COMMITTED',
  ]);
});

test('recovery aborts what is open past its validity, once, and tells inventario', async () => {
  const late = await open(newOrder());
  const young = await open(newOrder());
  await database.execute(
    'UPDATE SaleAttempt SET validUntil = NOW(3) - INTERVAL 1 SECOND WHERE id = ?',
    [late.id],
  );
  await Promise.all([abortExpired(database, silent), abortExpired(database, silent)]);
  const decisions = await settleAttempts(database, [late.id, young.id]);
  expect([decisions.get(late.id), decisions.get(young.id)]).toEqual(['ABORTED', 'OPEN']);
  expect(await rowsOf('Outbox', 'attemptId', late.id)).toBe(1);
});

test('an id that was never written is decided against, and a later intent cannot take it', async () => {
  const id = randomUUID();
  expect((await settleAttempts(database, [id])).get(id)).toBe('ABORTED');
  const order = newOrder();
  expect((await insertIntents(database, [intentOf(order, id)])).size).toBe(0);
  expect((await newest([order])).size).toBe(0);
});

test('a message is claimed by one dispatcher only, and again when its lease has run out', async () => {
  const order = newOrder();
  await database.execute('DELETE FROM Outbox');
  const attempt = await open(order);
  await decide(database, [commit(attempt, order)], silent);
  const claim = () => database.transaction((sql) => claimMessages(sql, 1_000));
  expect(await claim()).toEqual([]); // Leased to the process that wrote it.
  await makeDue();
  const claims = (await Promise.all([claim(), claim(), claim()])).flat();
  expect(claims.filter(({ attemptId }) => attemptId === attempt.id)).toHaveLength(1);
  await makeDue();
  expect((await claim()).map(({ attemptId }) => attemptId)).toContain(attempt.id);
});

test('what inventario does not answer is sent again; what it refuses is parked for a human', async () => {
  await database.execute('DELETE FROM Outbox');
  const orders = [newOrder(), newOrder()];
  const [sold, alarm] = await Promise.all(orders.map((order) => open(order)));
  await decide(database, [commit(sold!, orders[0]!), commit(alarm!, orders[1]!)], silent);
  await makeDue();
  const down = { settle: () => Promise.reject(new Error('down')) };
  await createDispatcher({ database, inventario: down, log: silent }).sendDue();
  await makeDue();

  const up = {
    settle: async (_: string, ids: readonly string[]) =>
      ids.map((id) => ({ id, acknowledged: id === sold!.id, status: null })),
  };
  await createDispatcher({ database, inventario: up, log: silent }).sendDue();
  const left = await database.query(claimed('SELECT attemptId, dead FROM Outbox'));
  expect(left).toEqual([{ attemptId: alarm!.id, dead: true }]);
});

test('the next attempt of a key names every earlier one whose release is not acknowledged', async () => {
  const order = newOrder();
  const unreleased = async () =>
    (await findUnreleased(database, [order])).get(textOfKey(order)) ?? [];
  const first = await open(order);
  await decide(database, [abort(first)], silent);
  const second = await open(order, 2);
  await decide(database, [abort(second)], silent);
  expect(await unreleased()).toEqual([first.id, second.id]);
  await database.execute('DELETE FROM Outbox WHERE attemptId = ?', [first.id]);
  expect(await unreleased()).toEqual([second.id]);
});

test('the purge forgets an old key whole, and none that is sold, open, young or not yet released', async () => {
  const orders = Array.from({ length: 5 }, newOrder);
  const attempts = await Promise.all(orders.map((order) => open(order)));
  const [gone, sold, , young, unreleased] = attempts;
  const acknowledge = ({ id }: Attempt) =>
    database.execute('DELETE FROM Outbox WHERE attemptId = ?', [id]);
  await decide(
    database,
    [abort(gone!), commit(sold!, orders[1]!), abort(young!), abort(unreleased!)],
    silent,
  );
  await Promise.all([gone!, sold!, young!].map(acknowledge));
  const old = attempts.filter((attempt) => attempt !== young).map(({ id }) => id);
  await database.execute(
    'UPDATE SaleAttempt SET validUntil = NOW(3) - INTERVAL 8 DAY WHERE id IN (?)',
    [old],
  );

  await purgeKeys(database, 7);
  const known = await newest(orders);
  expect(orders.map((order) => known.has(textOfKey(order)))).toEqual([
    false,
    true,
    true,
    true,
    true,
  ]);
});

test('the purge forgets old records of ids that were never written', async () => {
  const id = randomUUID();
  await settleAttempts(database, [id]);
  await purgeNeverSeen(database, 7);
  expect(await rowsOf('SaleAttempt', 'id', id)).toBe(1);
  await database.execute(
    'UPDATE SaleAttempt SET validUntil = NOW(3) - INTERVAL 8 DAY WHERE id = ?',
    [id],
  );
  await purgeNeverSeen(database, 7);
  expect(await rowsOf('SaleAttempt', 'id', id)).toBe(0);
});
