import { CLOCK, clockOf, hasCome } from '../../../common/subgraph/database/clock.ts';
import {
  placeholders,
  type Query,
  type Sql,
  type Statement,
} from '../../../common/subgraph/database/sql.ts';
import {
  column,
  type RowOf,
  select,
  selectFields,
} from '../../../common/subgraph/database/table.ts';
import { SALE_ATTEMPT } from '../tables.ts';
import type { AbortReason, Attempt, AttemptState } from './attempt.ts';
import type { Order } from './order.ts';

/** An attempt may be committed for so long after its intent. */
const VALIDITY_SECONDS = 8;
const VALID_UNTIL = `NOW(3) + INTERVAL ${VALIDITY_SECONDS} SECOND`;

type AttemptRow = RowOf<typeof SALE_ATTEMPT>;

const STATE_COLUMNS = ['id', 'decision', 'outcome', 'validUntil', 'createdAt'] as const;
const COLUMNS = [...STATE_COLUMNS, 'attempt', 'requestHash'] as const;
const KEYED_COLUMNS = [...COLUMNS, 'scope', 'idempotencyKey'] as const;

type StateRow = Pick<AttemptRow, (typeof STATE_COLUMNS)[number]>;
type KeyedRow = Pick<AttemptRow, (typeof KEYED_COLUMNS)[number]>;

function stateOf({ id, decision, outcome, validUntil, createdAt }: StateRow): AttemptState {
  return { id, decision, reason: outcome, validUntil, createdAt };
}

/** @returns nothing for a record of "never" */
function attemptsOf(row: StateRow & Pick<AttemptRow, 'attempt' | 'requestHash'>): Attempt[] {
  const { attempt, requestHash } = row;
  if (attempt === null) return [];
  return [{ ...stateOf(row), attempt, requestHash }];
}

/** The key of one purchase, the same however often it is sent. */
export type Key = Pick<Order, 'scope' | 'idempotencyKey'>;

/** Whether a row is of a key: a record of "never" is of none. */
export function hasKey<Row extends Pick<AttemptRow, keyof Key>>(row: Row): row is Row & Key {
  return row.scope !== null && row.idempotencyKey !== null;
}

/** A key as one text. */
export function textOfKey({ scope, idempotencyKey }: Key): string {
  return `${scope}/${idempotencyKey}`;
}

/** Looks keys up: run with others, then read with `newestByKey`. */
export function findKeys(keys: readonly Key[]): Query<KeyedRow> {
  const { condition, values } = matchKeys(keys);
  return select(SALE_ATTEMPT, KEYED_COLUMNS, `WHERE ${condition} ORDER BY attempt`, values);
}

/** @returns the newest attempt of each key, by `textOfKey` */
export function newestByKey(rows: readonly KeyedRow[]): Map<string, Attempt> {
  return new Map(
    rows
      .filter(hasKey)
      .flatMap((row) => attemptsOf(row).map((attempt) => [textOfKey(row), attempt] as const)),
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

export async function findAttempt(sql: Sql, id: string): Promise<AttemptState | null> {
  const [row] = await sql.query(select(SALE_ATTEMPT, STATE_COLUMNS, 'WHERE id = ?', [id]));
  return row ? stateOf(row) : null;
}

/** An attempt to be written: open, or aborted from the start by a rule or a person. */
export interface Intent {
  id: string;
  key: Key;
  /** Null when it only discards the key. */
  requestHash: string | null;
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
  const read = select(SALE_ATTEMPT, COLUMNS, 'WHERE id IN (?) AND idempotencyKey IS NOT NULL', [
    intents.map(({ id }) => id),
  ]);
  const [, written] = await sql.script([{ sql: insert, values: rows.flat() }, read]);
  return new Map(written.flatMap(attemptsOf).map((attempt) => [attempt.id, attempt]));
}

/** @returns earlier attempts of keys whose release inventario has not acknowledged, by key */
export async function findUnreleased(
  sql: Sql,
  keys: readonly Key[],
): Promise<Map<string, string[]>> {
  if (keys.length === 0) return new Map();
  const { condition, values } = matchKeys(keys);
  const rows = await sql.query(
    selectFields(
      {
        scope: column(SALE_ATTEMPT, 'scope'),
        idempotencyKey: column(SALE_ATTEMPT, 'idempotencyKey'),
        id: column(SALE_ATTEMPT, 'id'),
      },
      `FROM SaleAttempt JOIN Outbox ON Outbox.attemptId = SaleAttempt.id
        WHERE Outbox.kind = 'RELEASE' AND (${condition}) ORDER BY attempt`,
      values,
    ),
  );
  const idsByKey = new Map<string, string[]>();
  for (const { id, ...key } of rows.filter(hasKey)) {
    idsByKey.set(textOfKey(key), [...(idsByKey.get(textOfKey(key)) ?? []), id]);
  }
  return idsByKey;
}

/** Attempts that are locked, by id, and what time it is at the database. */
export interface LockedAttempts {
  attempts: Map<string, AttemptState>;
  now: Date;
}

/**
 * Locks attempts in the order of their ids.
 * @param also locks that come after those of attempts, and travel with them
 */
export async function lockAttempts<Row>(
  sql: Sql,
  ids: readonly string[],
  also: Query<Row> | null,
): Promise<LockedAttempts & { alsoLocked: Row[] }> {
  const lock = select(SALE_ATTEMPT, STATE_COLUMNS, 'WHERE id IN (?) ORDER BY id FOR UPDATE', [ids]);
  const [rows, clock, alsoLocked] = also
    ? await sql.script([lock, CLOCK, also])
    : [...(await sql.script([lock, CLOCK])), []];
  const attempts = new Map(rows.map((row) => [row.id, stateOf(row)]));
  return { attempts, now: clockOf(clock), alsoLocked };
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
 * Locks attempts that are open past their validity, also when the clock has gone back since; those
 * that another process is deciding at this moment are left to it.
 */
export async function lockExpired(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql.query(
    select(
      SALE_ATTEMPT,
      ['id'],
      `WHERE decision = 'OPEN' AND ${hasCome('validUntil', VALIDITY_SECONDS)}
        ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED`,
      [limit],
    ),
  );
  return rows.map(({ id }) => id);
}

/**
 * Reads the decisions about attempts. One that was never written is decided against under its id
 * first, so that no later intent can take the id.
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
  const rows = await sql.query(select(SALE_ATTEMPT, ['id', 'decision'], 'WHERE id IN (?)', [ids]));
  return new Map(rows.map(({ id, decision }) => [id, decision]));
}
