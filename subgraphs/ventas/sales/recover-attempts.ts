import type { Log } from '../../../common/process/log/log.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import { failpoint } from '../../../common/subgraph/failpoint/failpoint.ts';
import { MAX_INTERNAL_LIST } from '../../../common/values/internal-list.ts';
import { insertMessages, type OutboxMessage } from '../outbox/outbox-store.ts';
import { abortAttempt, lockExpired } from './attempt-store.ts';
import { purgeKeys } from './purge-keys.ts';
import { purgeNeverSeen } from './purge-store.ts';

/**
 * Aborts attempts that stayed open past their validity: their process has died or lost the
 * database. It never commits: whether stock is held is known only to the request that asked for it.
 * @returns the messages for inventario
 */
export async function abortExpired(database: Database, log: Log): Promise<OutboxMessage[]> {
  const messages = await database.transaction(async (sql) => {
    const ids = await lockExpired(sql, MAX_INTERNAL_LIST);
    const releases = ids.map((attemptId) => ({ attemptId, kind: 'RELEASE' as const }));
    if (ids.length > 0) failpoint('ventas.recovery.inside');
    await sql.commitWith([
      ...ids.map((id) => abortAttempt(id, { kind: 'Fault', fault: 'Expired' })),
      ...insertMessages(releases),
    ]);
    return releases;
  });
  if (messages.length > 0) failpoint('ventas.recovery.after');
  for (const { attemptId } of messages) log.warn('sale.expired', { saleId: attemptId });
  return messages;
}

/** Keys without a sale are forgotten after this time. */
const KEEP_ATTEMPTS_DAYS = 7;

/** Forgets old keys that never led to a sale. */
export async function purgeOldAttempts(database: Database, log: Log): Promise<void> {
  const keys = await purgeKeys(database, KEEP_ATTEMPTS_DAYS);
  const neverSeen = await purgeNeverSeen(database, KEEP_ATTEMPTS_DAYS);
  if (keys + neverSeen > 0) log.info('attempt.purged', { keys, neverSeen });
}
