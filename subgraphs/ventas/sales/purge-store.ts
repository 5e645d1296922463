import type { Database } from '../../../common/subgraph/database/database.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { column, numeric, select, selectFields } from '../../../common/subgraph/database/table.ts';
import { SALE_ATTEMPT } from '../tables.ts';
import { hasKey, type Key } from './attempt-store.ts';

const MAX_KEYS = 500;

/**
 * Deletes the attempts of old keys: all attempts of a key together, and only when none is open or
 * committed and inventario has acknowledged every release. Otherwise a retry would no longer know
 * what to release, or could sell again.
 * @returns the number of keys that were forgotten
 */
export async function purgeKeys(database: Database, olderThanDays: number): Promise<number> {
  const keys = await database.query(
    select(
      SALE_ATTEMPT,
      ['scope', 'idempotencyKey'],
      `WHERE decision = 'ABORTED' AND validUntil < NOW(3) - INTERVAL ? DAY
        AND idempotencyKey IS NOT NULL GROUP BY scope, idempotencyKey LIMIT ?`,
      [olderThanDays, MAX_KEYS],
    ),
  );
  let purged = 0;
  for (const key of keys.filter(hasKey)) {
    if (await database.transaction((sql) => purgeKey(sql, key, olderThanDays))) purged += 1;
  }
  return purged;
}

async function purgeKey(
  sql: Sql,
  { scope, idempotencyKey }: Key,
  olderThanDays: number,
): Promise<boolean> {
  const attempts = await sql.query(
    selectFields(
      {
        id: column(SALE_ATTEMPT, 'id'),
        mayGo: numeric(
          `decision = 'ABORTED' AND validUntil < NOW(3) - INTERVAL ? DAY AND NOT EXISTS
            (SELECT 1 FROM Outbox WHERE Outbox.attemptId = SaleAttempt.id)`,
        ),
      },
      'FROM SaleAttempt WHERE scope = ? AND idempotencyKey = ? ORDER BY id FOR UPDATE',
      [olderThanDays, scope, idempotencyKey],
    ),
  );
  if (attempts.length === 0 || attempts.some(({ mayGo }) => mayGo === 0)) return false;
  await sql.execute('DELETE FROM SaleAttempt WHERE id IN (?)', [attempts.map(({ id }) => id)]);
  return true;
}

/** Deletes old records of ids that were never written. @returns their number */
export async function purgeNeverSeen(sql: Sql, olderThanDays: number): Promise<number> {
  return sql.execute(
    `DELETE FROM SaleAttempt WHERE decision = 'ABORTED' AND idempotencyKey IS NULL
        AND validUntil < NOW(3) - INTERVAL ? DAY LIMIT ?`,
    [olderThanDays, MAX_KEYS],
  );
}
