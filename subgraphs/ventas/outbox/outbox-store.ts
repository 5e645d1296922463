import { hasCome } from '../../../common/subgraph/database/clock.ts';
import { placeholders, type Sql, type Statement } from '../../../common/subgraph/database/sql.ts';
import {
  column,
  numeric,
  type RowOf,
  selectFields,
} from '../../../common/subgraph/database/table.ts';
import { OUTBOX } from '../tables.ts';

/** The message that inventario must get about an attempt. */
export type OutboxMessage = Pick<RowOf<typeof OUTBOX>, 'attemptId' | 'kind'>;

/**
 * A message is left to the process that wrote or claimed it for so long; no pause after a failed
 * try is longer.
 */
export const LEASE_SECONDS = 5;

/**
 * Writes messages; only inside the transaction that decides their attempts. They are leased to
 * this process, which sends them at once; when it dies, the lease runs out and any process may.
 */
export function insertMessages(messages: readonly OutboxMessage[]): Statement[] {
  if (messages.length === 0) return [];
  const rows = messages.map(({ attemptId, kind }) => [attemptId, kind]);
  const lease = `NOW(3) + INTERVAL ${LEASE_SECONDS} SECOND`;
  const sql = `INSERT INTO Outbox (attemptId, kind, nextTryAt) VALUES ${placeholders(rows, lease)}`;
  return [{ sql, values: rows.flat() }];
}

export interface ClaimedMessage extends OutboxMessage {
  /** The number of times that it has been sent, this time included. */
  tries: number;
}

/** Takes messages that are due, so that no other process sends them for the time of the lease. */
export async function claimMessages(sql: Sql, limit: number): Promise<ClaimedMessage[]> {
  const messages = await sql.query(
    selectFields(
      {
        attemptId: column(OUTBOX, 'attemptId'),
        kind: column(OUTBOX, 'kind'),
        tries: numeric('tries + 1'),
      },
      `FROM Outbox WHERE dead = FALSE AND ${hasCome('nextTryAt', LEASE_SECONDS)}
        ORDER BY nextTryAt LIMIT ? FOR UPDATE SKIP LOCKED`,
      [limit],
    ),
  );
  if (messages.length === 0) return [];
  await sql.execute(
    `UPDATE Outbox SET tries = tries + 1, nextTryAt = NOW(3) + INTERVAL ${LEASE_SECONDS} SECOND
      WHERE attemptId IN (?)`,
    [messages.map(({ attemptId }) => attemptId)],
  );
  return messages;
}

/** Forgets messages that inventario has acknowledged. */
export async function deleteMessages(sql: Sql, attemptIds: readonly string[]): Promise<void> {
  if (attemptIds.length === 0) return;
  await sql.execute('DELETE FROM Outbox WHERE attemptId IN (?)', [attemptIds]);
}

/** Parks messages that can never be acknowledged, for a human to look at. */
export async function buryMessages(sql: Sql, attemptIds: readonly string[]): Promise<void> {
  if (attemptIds.length === 0) return;
  await sql.execute('UPDATE Outbox SET dead = TRUE WHERE attemptId IN (?)', [attemptIds]);
}

/** Makes messages due again after a pause. */
export async function postponeMessages(
  sql: Sql,
  attemptIds: readonly string[],
  pauseMs: number,
): Promise<void> {
  if (attemptIds.length === 0) return;
  await sql.execute(
    'UPDATE Outbox SET nextTryAt = NOW(3) + INTERVAL ? MICROSECOND WHERE attemptId IN (?)',
    [pauseMs * 1_000, attemptIds],
  );
}
