import {
  type Condition,
  hasId,
  type PageArguments,
  type PageQuery,
} from '../../../common/subgraph/database/keyset.ts';
import type { Query, Sql, Statement } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, select, selectAll } from '../../../common/subgraph/database/table.ts';
import type { Connection } from '../../../common/subgraph/graphql/connection.ts';
import { endOfLimaDay, startOfLimaDay } from '../../../common/values/lima-day.ts';
import { CASH_MOVEMENT, CASH_SESSION, SALE } from '../tables.ts';

/** A row of the table CashSession; amounts are céntimos. */
export type CashSessionRow = RowOf<typeof CASH_SESSION>;
/** A row of the table CashMovement; amounts are céntimos. */
export type CashMovementRow = RowOf<typeof CASH_MOVEMENT>;
export type CashSessionPage = Connection<CashSessionRow>;

/** The open sessions of tills, one each at most. */
export function findOpenSessions(tillIds: readonly number[]): Query<CashSessionRow> {
  return selectAll(CASH_SESSION, 'WHERE tillId IN (?) AND openFlag = TRUE', [[0, ...tillIds]]);
}

export function findSessions(ids: readonly string[]): Query<CashSessionRow> {
  return selectAll(CASH_SESSION, 'WHERE id IN (?)', [['', ...ids]]);
}

/** Locks a session against all that would move its cash, and waits for those that do. */
export async function lockSession(sql: Sql, id: string): Promise<CashSessionRow | null> {
  const [row] = await sql.query(selectAll(CASH_SESSION, 'WHERE id = ? FOR UPDATE', [id]));
  return row ?? null;
}

/**
 * Keeps sessions from being closed until the transaction ends, in the order of their ids. Others
 * may hold the same; a closing waits for all, and who comes later waits for the closing.
 */
export function shareSessions(
  ids: readonly string[],
): Query<Pick<CashSessionRow, 'id' | 'openFlag'>> {
  return select(
    CASH_SESSION,
    ['id', 'openFlag'],
    'WHERE id IN (?) ORDER BY id LOCK IN SHARE MODE',
    [['', ...new Set(ids)]],
  );
}

/** The sessions of `shareSessions` that are open. */
export function openSessionIds(
  rows: readonly Pick<CashSessionRow, 'id' | 'openFlag'>[],
): Set<string> {
  return new Set(rows.filter(({ openFlag }) => openFlag === true).map(({ id }) => id));
}

type NewSession = Pick<CashSessionRow, 'id' | 'tillId' | 'openedBy' | 'openingCentimos'>;

/** @throws on a till that has an open session */
export function insertSession({ id, tillId, openedBy, openingCentimos }: NewSession): Statement {
  return {
    sql: `INSERT INTO CashSession (id, tillId, openFlag, openedBy, openedAt, openingCentimos)
      VALUES (?, ?, TRUE, ?, NOW(3), ?)`,
    values: [id, tillId, openedBy, openingCentimos],
  };
}

type Closing = Pick<
  CashSessionRow,
  'id' | 'closedBy' | 'cashRefundsCentimos' | 'expectedCentimos' | 'countedCentimos' | 'note'
>;

/** Closes a locked session for good. */
export function closeSessionRow(closing: Closing): Statement {
  const { id, closedBy, cashRefundsCentimos, expectedCentimos, countedCentimos, note } = closing;
  return {
    sql: `UPDATE CashSession SET openFlag = NULL, closedAt = NOW(3), closedBy = ?,
        cashRefundsCentimos = ?, expectedCentimos = ?, countedCentimos = ?, note = ?
      WHERE id = ? AND openFlag = TRUE`,
    values: [closedBy, cashRefundsCentimos, expectedCentimos, countedCentimos, note, id],
  };
}

export function insertMovement(movement: Omit<CashMovementRow, 'createdAt'>): Statement {
  const { id, sessionId, kind, amountCentimos, reason, actorId } = movement;
  return {
    sql: `INSERT INTO CashMovement (id, sessionId, kind, amountCentimos, reason, actorId, createdAt)
      VALUES (?, ?, ?, ?, ?, ?, NOW(3))`,
    values: [id, sessionId, kind, amountCentimos, reason, actorId],
  };
}

/** The movements of a session, the oldest first: an id of version 7 grows with the time. */
export function findMovements(sessionId: string): Query<CashMovementRow> {
  return selectAll(CASH_MOVEMENT, 'WHERE sessionId = ? ORDER BY id', [sessionId]);
}

/** The filter of a list of sessions; days are in America/Lima, both included. */
export interface SessionFilter {
  tillId: number | 'unknown' | null;
  /** The account that opened them; null for all. */
  openedBy: string | null;
  from: string | null | undefined;
  to: string | null | undefined;
}

/** The page of sessions that a list shows, the newest first. */
export function sessionPage(
  { tillId, openedBy, from, to }: SessionFilter,
  page: PageArguments,
): PageQuery<CashSessionRow> {
  const where: Condition[] = [];
  if (tillId !== null) where.push(hasId(CASH_SESSION, 'tillId', tillId));
  if (openedBy !== null) where.push({ sql: 'openedBy = ?', values: [openedBy] });
  if (from) where.push({ sql: 'openedAt >= ?', values: [startOfLimaDay(from)] });
  if (to) where.push({ sql: 'openedAt <= ?', values: [endOfLimaDay(to)] });
  return {
    table: CASH_SESSION,
    where,
    orderBy: [
      { column: 'openedAt', direction: 'DESC', holds: 'instant' },
      { column: 'id', direction: 'DESC', holds: 'ascii' },
    ],
    ...page,
  };
}

const MAX_UNPAID = 100;

/** The sales at the till of a session, while it was open, of which no payment is recorded. */
export function findUnpaidSales({ tillId, openedAt, closedAt }: CashSessionRow) {
  return selectAll(
    SALE,
    `WHERE tillId = ? AND createdAt BETWEEN ? AND COALESCE(?, NOW(3))
       AND paidCentimos = 0 AND totalCentimos > 0 AND status = 'COMPLETED'
     ORDER BY createdAt LIMIT ${MAX_UNPAID}`,
    [tillId, openedAt, closedAt],
  );
}
