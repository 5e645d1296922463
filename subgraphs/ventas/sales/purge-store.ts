import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { column, numeric, select, selectFields } from '../../../common/subgraph/database/table.ts';
import { SALE_ATTEMPT } from '../tables.ts';
import { hasKey, type Key } from './attempt-store.ts';

const MAX_KEYS = 500;
/** A person was promised that the key never sells. */
const DISCARDED = "(outcome IS NOT NULL AND JSON_VALUE(outcome, '$.kind') = 'Person')";

/**
 * Keys whose newest use is old and came to nothing. One with an attempt that is open, committed,
 * young or not yet acknowledged by inventario is not among them, however old its others are: it
 * would be found again each time, and keep the later ones from ever being found.
 */
export async function findForgottenKeys(sql: Sql, olderThanDays: number): Promise<Key[]> {
  const keys = await sql.query(
    select(
      SALE_ATTEMPT,
      ['scope', 'idempotencyKey'],
      `WHERE decision = 'ABORTED' AND validUntil < NOW(3) - INTERVAL ? DAY
        AND idempotencyKey IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM SaleAttempt other LEFT JOIN Outbox ON Outbox.attemptId = other.id
          WHERE other.scope = SaleAttempt.scope
            AND other.idempotencyKey = SaleAttempt.idempotencyKey
            AND (other.decision <> 'ABORTED' OR ${DISCARDED} OR Outbox.attemptId IS NOT NULL
              OR other.validUntil >= NOW(3) - INTERVAL ? DAY))
        GROUP BY scope, idempotencyKey LIMIT ?`,
      [olderThanDays, olderThanDays, MAX_KEYS],
    ),
  );
  return keys.filter(hasKey);
}

/**
 * Deletes all attempts of a key together, and only when none is open or committed and inventario
 * has acknowledged every release. Otherwise a retry would no longer know what to release, or could
 * sell again.
 * @returns whether the key was forgotten
 */
export async function purgeKey(
  sql: Sql,
  { scope, idempotencyKey }: Key,
  olderThanDays: number,
): Promise<boolean> {
  const attempts = await sql.query(
    selectFields(
      {
        id: column(SALE_ATTEMPT, 'id'),
        mayGo: numeric(
          `decision = 'ABORTED' AND NOT ${DISCARDED}
            AND validUntil < NOW(3) - INTERVAL ? DAY AND NOT EXISTS
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
