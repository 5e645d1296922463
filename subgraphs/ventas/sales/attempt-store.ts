import { placeholders, type Sql } from '../../../common/database/database.ts';
import type { AbortReason, Attempt } from './attempt.ts';
import type { Order } from './order.ts';

/** How long after its intent an attempt may still be committed. */
const VALIDITY_SECONDS = 8;

type AttemptRow = Omit<Attempt, 'reason'> & { reason: string | AbortReason | null };

const COLUMNS =
  'id, attempt, requestHash, decision, outcome AS reason, validUntil, createdAt' as const;

/** MariaDB stores JSON as text and the driver may leave it so; MySQL's JSON arrives parsed. */
function readRow({ reason, ...row }: AttemptRow): Attempt {
  return { ...row, reason: typeof reason === 'string' ? JSON.parse(reason) : reason };
}

/** What a key knows, and what time it is at the database. */
export interface KeyLookup {
  newest: Attempt | null;
  now: Date;
}

/** Looks a key up. */
export async function findNewestAttempt(
  sql: Sql,
  { scope, idempotencyKey }: Pick<Order, 'scope' | 'idempotencyKey'>,
): Promise<KeyLookup> {
  // A row comes back for an unknown key too: it tells the time.
  const [row] = await sql.query<Partial<AttemptRow> & { now: Date }>(
    `SELECT clock.now, newest.* FROM (SELECT NOW(3) AS now) AS clock
       LEFT JOIN (SELECT ${COLUMNS} FROM SaleAttempt
                   WHERE scope = ? AND idempotencyKey = ?
                   ORDER BY attempt DESC LIMIT 1) AS newest ON TRUE`,
    [scope, idempotencyKey],
  );
  if (!row) throw new Error('The database did not tell the time');
  const { now, ...newest } = row;
  return { now, newest: newest.id ? readRow(newest as AttemptRow) : null };
}

export async function findAttempt(sql: Sql, id: string): Promise<Attempt | null> {
  const rows = await sql.query<AttemptRow>(`SELECT ${COLUMNS} FROM SaleAttempt WHERE id = ?`, [id]);
  return rows[0] ? readRow(rows[0]) : null;
}

/** An attempt to be written: open, or aborted from the start by a rule. */
export interface Intent {
  id: string;
  order: Order;
  attempt: number;
  /** Not null: aborted from the start. */
  reason: AbortReason | null;
  /** By the database's clock: past it nobody waits any more, and nothing is begun. */
  deadline: Date;
}

const EXPIRED: AbortReason = { kind: 'Fault', fault: 'Expired' };

/**
 * Writes intents, durably. One that comes after its deadline, by the database's clock, is stored
 * as aborted by a fault. One that has lost the race for its key is not written.
 * @returns the attempts that were written, by id
 */
export async function insertIntents(
  sql: Sql,
  intents: readonly Intent[],
): Promise<Map<string, Attempt>> {
  const isLate = (deadline: Date) => ({ sql: 'NOW(3) > ?', deadline });
  const groups = intents.map(({ id, order, attempt, reason, deadline }) => {
    const late = isLate(deadline);
    const identity = [id, order.scope, order.idempotencyKey, attempt, order.requestHash];
    if (reason) {
      return { sql: "'ABORTED', ?, NOW(3)", values: [...identity, JSON.stringify(reason)] };
    }
    return {
      sql: `IF(${late.sql}, 'ABORTED', 'OPEN'), IF(${late.sql}, ?, NULL), IF(${late.sql}, NOW(3), NULL)`,
      values: [...identity, deadline, deadline, JSON.stringify(EXPIRED), deadline],
    };
  });
  const rows = groups.map(
    (group) => `(?, ?, ?, ?, ?, ${group.sql},
    NOW(3), NOW(3) + INTERVAL ${VALIDITY_SECONDS} SECOND)`,
  );
  await sql.execute(
    `INSERT INTO SaleAttempt (id, scope, idempotencyKey, attempt, requestHash, decision, outcome,
       decidedAt, createdAt, validUntil)
     VALUES ${rows.join(', ')} ON DUPLICATE KEY UPDATE id = id`,
    groups.flatMap(({ values }) => values),
  );
  // By id and with a key: a row under our id but without a key is a "never" that inventario asked
  // for.
  const written = await sql.query<AttemptRow>(
    `SELECT ${COLUMNS} FROM SaleAttempt WHERE id IN (?) AND idempotencyKey IS NOT NULL`,
    [intents.map(({ id }) => id)],
  );
  return new Map(written.map((row) => [row.id, readRow(row)]));
}

/** @returns the earlier attempts of a key whose release inventario has not acknowledged */
export async function findUnreleased(
  sql: Sql,
  { scope, idempotencyKey }: Pick<Order, 'scope' | 'idempotencyKey'>,
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT attempt.id FROM SaleAttempt attempt JOIN Outbox ON Outbox.attemptId = attempt.id
      WHERE attempt.scope = ? AND attempt.idempotencyKey = ? AND Outbox.kind = 'RELEASE'
      ORDER BY attempt.attempt`,
    [scope, idempotencyKey],
  );
  return rows.map(({ id }) => id);
}

/**
 * Locks attempts in the order of their ids.
 * @returns the ones that exist, by id
 */
export async function lockAttempts(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, Attempt>> {
  const rows = await sql.query<AttemptRow>(
    `SELECT ${COLUMNS} FROM SaleAttempt WHERE id IN (?) ORDER BY id FOR UPDATE`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, readRow(row)]));
}

/** The only commit point of a sale: an attempt that is OPEN becomes COMMITTED. */
export async function commitAttempts(sql: Sql, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  return sql.execute(
    `UPDATE SaleAttempt SET decision = 'COMMITTED', decidedAt = NOW(3)
      WHERE id IN (?) AND decision = 'OPEN'`,
    [ids],
  );
}

/** An attempt that is OPEN becomes ABORTED, for good. */
export async function abortAttempt(sql: Sql, id: string, reason: AbortReason): Promise<number> {
  return sql.execute(
    `UPDATE SaleAttempt SET decision = 'ABORTED', outcome = ?, decidedAt = NOW(3)
      WHERE id = ? AND decision = 'OPEN'`,
    [JSON.stringify(reason), id],
  );
}

/**
 * Locks attempts that are open past their validity; those that another process is deciding at this
 * moment are left to it.
 */
export async function lockExpired(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT id FROM SaleAttempt WHERE decision = 'OPEN' AND validUntil < NOW(3)
      ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Says what was decided about attempts. One that was never written is decided against under its
 * id first, so that no later intent can take the id.
 */
export async function settleAttempts(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, Attempt['decision']>> {
  const known = await findDecisions(sql, ids);
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length === 0) return known;
  const reason: AbortReason = { kind: 'Fault', fault: 'NeverSeen' };
  const rows = unknown.map((id) => [id, 'ABORTED', JSON.stringify(reason)]);
  await sql.execute(
    `INSERT INTO SaleAttempt (id, decision, outcome, validUntil, createdAt, decidedAt)
     VALUES ${placeholders(rows, 'NOW(3), NOW(3), NOW(3)')} ON DUPLICATE KEY UPDATE id = id`,
    rows.flat(),
  );
  return findDecisions(sql, ids);
}

async function findDecisions(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, Attempt['decision']>> {
  const rows = await sql.query<Pick<Attempt, 'id' | 'decision'>>(
    'SELECT id, decision FROM SaleAttempt WHERE id IN (?)',
    [ids],
  );
  return new Map(rows.map(({ id, decision }) => [id, decision]));
}
