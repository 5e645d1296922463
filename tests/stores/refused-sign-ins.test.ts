// Goal: strangers cannot fill the audit log, and what they type by mistake is not kept. Method:
// what anybody can make happen, on a real database: one e-mail or many, of an account or of nobody,
// texts that are no e-mail, from one address and another, in one quarter of an hour and the next,
// and access that is refused to a user; and how long all of it is kept.
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import { seedAccounts } from '../../scripts/operate/create-admin/seed-accounts.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { purgeOldEntries, recordCounted } from '../../subgraphs/usuarios/audit/audit-store.ts';
import { recordRefusedSignIn } from '../../subgraphs/usuarios/audit/record-refused-sign-in.ts';

const KNOWN = 'ana@shop.test';
const QUARTER_MS = 15 * 60_000;

let created: ThrowawayDatabase;
let database: Database;

beforeAll(async () => {
  created = await createMigratedDatabase('usuarios');
  database = openDatabase(created.url, 8);
  const password = 'correct-horse-battery';
  await seedAccounts(database, [{ email: KNOWN, name: 'Ana', password, roles: ['ALMACEN'] }]);
  await database.execute('DELETE FROM AuditEntry');
});
afterAll(async () => {
  await database?.close();
  await created?.drop();
});
afterEach(async () => {
  jest.useRealTimers();
  await database.execute('DELETE FROM AuditEntry');
});

const requestFrom = (clientAddress: string | null, userId: string | null = null) => ({
  caller: { service: 'router', actor: userId ? { id: userId, roles: [] } : null, clientAddress },
  requestId: 'test',
});

const refuse = (email: string, address: string | null = '10.0.0.1', detail: string | null = null) =>
  recordRefusedSignIn(database, requestFrom(address), { email, detail });

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Lets the clock of the process stand at an instant; nothing else is made up. */
function standAt(ms: number): void {
  jest.useFakeTimers({
    now: ms,
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'setTimeout',
      'setInterval',
      'clearImmediate',
      'clearTimeout',
      'clearInterval',
    ],
  });
}

const entries = () =>
  database.query(
    claimed<{ subject: string; address: string | null; count: number; detail: string | null }>(
      'SELECT subject, address, count, detail FROM AuditEntry ORDER BY subject, address, occurredAt',
    ),
  );

const entry = (subject: string, count: number, more: object = {}) => {
  return { subject, count, address: '10.0.0.1', detail: null, ...more };
};

test('500 refused sign-ins, a hundred at once, are one entry with their count', async () => {
  for (let wave = 0; wave < 5; wave++) await Promise.all(times(100).map(() => refuse(KNOWN)));
  await refuse(KNOWN, '10.0.0.1', 'wait 60 s');

  expect(await entries()).toEqual([entry(KNOWN, 501, { detail: 'wait 60 s' })]);
});

test('another address, another e-mail and the next quarter of an hour are entries of their own', async () => {
  const quarterMs = Math.floor(Date.parse('2026-11-20T12:00:00Z') / QUARTER_MS) * QUARTER_MS;
  standAt(quarterMs);
  await refuse(KNOWN);
  await refuse(KNOWN, '10.0.0.2');
  await refuse(KNOWN, null);
  await refuse('luis@shop.test');
  standAt(quarterMs + QUARTER_MS - 1);
  await refuse(KNOWN);
  standAt(quarterMs + QUARTER_MS);
  await refuse(KNOWN);

  expect(await entries()).toEqual([
    entry(KNOWN, 1, { address: null }),
    entry(KNOWN, 2),
    entry(KNOWN, 1),
    entry(KNOWN, 1, { address: '10.0.0.2' }),
    entry('luis@shop.test', 1),
  ]);
});

test.each(['correct-horse-battery', 'Secreto@123', 'ñandú@shop.test', '', ' ', 'x'.repeat(10_000)])(
  'what is no e-mail (%j) is not kept: somebody typed a password there',
  async (typed) => {
    await refuse(typed);
    await refuse('another mistake');

    expect(await entries()).toEqual([entry('(no e-mail)', 2)]);
  },
);

test('made-up e-mails are 21 entries at most per address, and hide nobody who has an account', async () => {
  for (const index of times(100)) await refuse(`nobody-${index}@shop.test`);
  await refuse(KNOWN);
  const found = await entries();

  expect(found).toHaveLength(22);
  expect(found).toContainEqual(entry('(more e-mails)', 80));
  expect(found).toContainEqual(entry(KNOWN, 1));
});

test('a user who asks again and again for what they may not is one entry per field', async () => {
  const event = { kind: 'ACCESS_REFUSED' as const, subject: 'Query.usuarios', detail: null };
  for (const user of ['1', '1', '2']) {
    await recordCounted(database, requestFrom('10.0.0.1', user), event);
  }
  const counts = (await entries()).map(({ count }) => count).sort();
  expect(counts).toEqual([1, 2]);
});

test('entries are kept for so many days, and no longer', async () => {
  await refuse(KNOWN);
  await refuse('luis@shop.test');
  await database.execute(
    'UPDATE AuditEntry SET occurredAt = NOW(3) - INTERVAL 401 DAY WHERE subject = ?',
    [KNOWN],
  );
  await purgeOldEntries(database, 402);
  expect(await entries()).toHaveLength(2);
  await purgeOldEntries(database, 400);
  expect(await entries()).toEqual([entry('luis@shop.test', 1)]);
});
