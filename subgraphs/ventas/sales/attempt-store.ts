import { CLOCK, clockOf } from '../../../common/subgraph/database/clock.ts';
import { placeholders, type Sql, type Statement } from '../../../common/subgraph/database/sql.ts';
import type { AbortReason, Attempt } from './attempt.ts';
import type { Order } from './order.ts';

/** How long after its intent an attempt may still be committed. */
const VALIDITY_SECONDS = 8;
const VALID_UNTIL = `NOW(3) + INTERVAL ${VALIDITY_SECONDS} SECOND`;

type AttemptRow = Omit<Attempt, 'reason'> & { reason: string | AbortReason | null };

const COLUMNS =
  'id, attempt, requestHash, decision, outcome AS reason, validUntil, createdAt' as const;

/** MariaDB stores JSON as text and the driver may leave it so; MySQL's JSON arrives parsed. */
function readRow({ reason, ...row }: AttemptRow): Attempt {
  return { ...row, reason: typeof reason === 'string' ? JSON.parse(reason) : reason };
}

/** What identifies one purchase however often it is sent. */
export type Key = Pick<Order, 'scope' | 'idempotencyKey'>;

/** A key as one text. */
export function textOfKey({ scope, idempotencyKey }: Key): string {
  return `${scope}/${idempotencyKey}`;
}

/** Looks keys up: run with others, then read with `newestByKey`. */
export function findKeys(keys: readonly Key[]): Statement {
  const { condition, values } = matchKeys(keys);
  const sql = `SELECT scope, idempotencyKey, ${COLUMNS} FROM SaleAttempt WHERE ${condition}
    ORDER BY attempt`;
  return { sql, values };
}

/** @returns the newest attempt of each key, by `textOfKey` */
export function newestByKey(rows: readonly unknown[]): Map<string, Attempt> {
  return new Map(
    (rows as (AttemptRow & Key)[]).map(({ scope, idempotencyKey, ...row }) => [
      textOfKey({ scope, idempotencyKey }),
      readRow(row),
    ]),
  );
}

/** Keys by scope: `(scope = ? AND idempotencyKey IN (…)) OR …`, which both servers look up well. */
function matchKeys(keys: readonly Key[]) {
  const groups = [...Map.groupBy(keys, ({ scope }) => scope)];
  return {
    condition: groups.map(() => '(scope = ? AND idempotencyKey IN (?))').join(' OR '),
    values: groups.flatMap(([scope, group]) => [
      scope,
      group.map(({ idempotencyKey }) => idempotencyKey),
    ]),
  };
}

export async function findAttempt(sql: Sql, id: string): Promise<Attempt | null> {
  const rows = await sql.query<AttemptRow>(`SELECT ${COLUMNS} FROM SaleAttempt WHERE id = ?`, [id]);
  return rows[0] ? readRow(rows[0]) : null;
}

/** An attempt to be written: open, or aborted from the start by a rule. */
export interface Intent {
  id: string;
  key: Key;
  requestHash: string;
  attempt: number;
  /** Not null: aborted from the start. */
  reason: AbortReason | null;
}

/**
 * Writes intents, durably. One that has lost the race for its key is not written.
 * @returns the attempts that were written, by id
 */
export async function insertIntents(
  sql: Sql,
  intents: readonly Intent[],
): Promise<Map<string, Attempt>> {
  if (intents.length === 0) return new Map();
  const rows = intents.map(({ id, key, requestHash, attempt, reason }) => [
    id,
    key.scope,
    key.idempotencyKey,
    attempt,
    requestHash,
    reason ? 'ABORTED' : 'OPEN',
    reason && JSON.stringify(reason),
  ]);
  const insert = `INSERT INTO SaleAttempt
      (id, scope, idempotencyKey, attempt, requestHash, decision, outcome, createdAt, validUntil,
       decidedAt)
    VALUES ${placeholders(rows, `NOW(3), ${VALID_UNTIL}, IF(decision = 'OPEN', NULL, NOW(3))`)}
    ON DUPLICATE KEY UPDATE id = id`;
  // With a key: a row under our id but without one is a "never" that inventario asked for.
  const read = `SELECT ${COLUMNS} FROM SaleAttempt
    WHERE id IN (?) AND idempotencyKey IS NOT NULL`;
  const [, written = []] = await sql.script([
    { sql: insert, values: rows.flat() },
    { sql: read, values: [intents.map(({ id }) => id)] },
  ]);
  return new Map((written as AttemptRow[]).map((row) => [row.id, readRow(row)]));
}

/** @returns earlier attempts of keys whose release inventario has not acknowledged, by key */
export async function findUnreleased(
  sql: Sql,
  keys: readonly Key[],
): Promise<Map<string, string[]>> {
  if (keys.length === 0) return new Map();
  const { condition, values } = matchKeys(keys);
  const rows = await sql.query<Key & { id: string }>(
    `SELECT scope, idempotencyKey, id
       FROM SaleAttempt JOIN Outbox ON Outbox.attemptId = SaleAttempt.id
      WHERE Outbox.kind = 'RELEASE' AND (${condition}) ORDER BY attempt`,
    values,
  );
  const idsByKey = new Map<string, string[]>();
  for (const { id, ...key } of rows) {
    idsByKey.set(textOfKey(key), [...(idsByKey.get(textOfKey(key)) ?? []), id]);
  }
  return idsByKey;
}

/** Attempts that are locked, by id, and what time it is at the database. */
export interface LockedAttempts {
  attempts: Map<string, Attempt>;
  now: Date;
}

/** Locks attempts in the order of their ids. */
export async function lockAttempts(sql: Sql, ids: readonly string[]): Promise<LockedAttempts> {
  const lock = `SELECT ${COLUMNS} FROM SaleAttempt WHERE id IN (?) ORDER BY id FOR UPDATE`;
  const [rows = [], clock] = await sql.script([{ sql: lock, values: [ids] }, CLOCK]);
  const attempts = (rows as AttemptRow[]).map((row) => [row.id, readRow(row)] as const);
  return { attempts: new Map(attempts), now: clockOf(clock) };
}

/** The only commit point of a sale: an attempt that is OPEN becomes COMMITTED. */
export function commitAttempts(ids: readonly string[]): Statement[] {
  if (ids.length === 0) return [];
  const sql = `UPDATE SaleAttempt SET decision = 'COMMITTED', decidedAt = NOW(3)
    WHERE id IN (?) AND decision = 'OPEN'`;
  return [{ sql, values: [ids] }];
}

/** An attempt that is OPEN becomes ABORTED, for good. */
export function abortAttempt(id: string, reason: AbortReason): Statement {
  const sql = `UPDATE SaleAttempt SET decision = 'ABORTED', outcome = ?, decidedAt = NOW(3)
    WHERE id = ? AND decision = 'OPEN'`;
  return { sql, values: [JSON.stringify(reason), id] };
}

/**
 * Locks attempts that are open past their validity; those that another process is deciding at
 * this moment are left to it.
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
