import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { purgeKeys } from '../../subgraphs/ventas/sales/purge-keys.ts';

let created: ThrowawayDatabase;
let database: Database;

beforeAll(async () => {
  created = await createMigratedDatabase('ventas');
  database = openDatabase(created.url);
});

afterAll(async () => {
  await database.close();
  await created.drop();
});

test('500 old keys that stay for ever do not keep a later one from being forgotten', async () => {
  const kept = Array.from({ length: 500 }, () => ({ key: randomUUID(), first: randomUUID() }));
  const gone = randomUUID();
  const rows = [
    ...kept.flatMap(({ key, first }) => [
      [first, key, 1, 'ABORTED'],
      [randomUUID(), key, 2, 'COMMITTED'],
    ]),
    [randomUUID(), gone, 1, 'ABORTED'],
  ];
  await database.execute(
    `INSERT INTO SaleAttempt (id, scope, idempotencyKey, attempt, requestHash, decision, validUntil,
       createdAt)
     VALUES ${rows.map(() => "(?, 'purge', ?, ?, '', ?, NOW(3) - INTERVAL 8 DAY, NOW(3))").join()}`,
    rows.flat(),
  );
  await purgeKeys(database, 7);
  const left = await database.query(
    claimed<{ idempotencyKey: string }>('SELECT idempotencyKey FROM SaleAttempt'),
  );
  expect(left).toHaveLength(1_000);
  expect(left.map(({ idempotencyKey }) => idempotencyKey)).not.toContain(gone);
});
