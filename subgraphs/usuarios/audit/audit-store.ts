import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { AuditEvent, AuditedRequest } from '../../../common/subgraph/audit/audit-store.ts';
import type { ACCESS_REFUSED } from '../../../common/subgraph/audit/record-refusals.ts';
import {
  type Condition,
  hasId,
  type PageArguments,
  type PageQuery,
} from '../../../common/subgraph/database/keyset.ts';
import { placeholders, type Sql } from '../../../common/subgraph/database/sql.ts';
import { numeric, type RowOf, selectFields } from '../../../common/subgraph/database/table.ts';
import type { Connection } from '../../../common/subgraph/graphql/connection.ts';
import { type GivenId, parseRowId } from '../../../common/values/ids.ts';
import type { AuditKind } from '../audit-kinds.ts';
import { AUDIT_ENTRY } from '../tables.ts';

/** A row of the table AuditEntry. */
export type AuditRow = RowOf<typeof AUDIT_ENTRY>;
export type AuditPage = Connection<AuditRow>;

/** The form that the column takes, whoever tells of it. */
export const AUDIT_KIND = /^[A-Z][A-Z_]{0,39}$/;

/** Something that happened in a request to usuarios. */
export type OwnEvent = AuditEvent<AuditKind | typeof ACCESS_REFUSED>;

/**
 * Writes down what happened now; in the transaction that does it, where there is one.
 * @param userId the person, when the request does not say so because they have just signed in
 */
export function recordEvent(
  sql: Sql,
  request: AuditedRequest,
  event: OwnEvent,
  userId?: number,
): Promise<void> {
  return insertEntries(sql, [entryOf(request, event, userId)]);
}

function entryOf(
  { caller, requestId }: AuditedRequest,
  event: OwnEvent,
  userId?: number,
): NewEntry {
  return {
    ...event,
    id: uuidv7(),
    service: 'usuarios',
    occurredAt: new Date(),
    actorId: userId ?? (caller.actor && parseRowId(caller.actor.id)),
    address: caller.clientAddress,
    requestId,
  };
}

const QUARTER_MS = 15 * 60_000;
/** A namespace of our own, for the ids of counted entries. */
const COUNTED = 'd7a4c8f2-2d0c-4b53-9b1e-6d8b0a5e4f17';

/**
 * Writes down what anybody can make happen as often as they like: one entry per kind, address,
 * user, subject and quarter of an hour, of the first time, with a count and the newest detail.
 */
export async function recordCounted(
  sql: Sql,
  request: AuditedRequest,
  event: OwnEvent,
): Promise<void> {
  const entry = entryOf(request, event);
  const { kind, address, actorId, subject, occurredAt } = entry;
  const quarter = quarterOf(occurredAt).getTime();
  const id = uuidv5(JSON.stringify([kind, address, actorId, subject, quarter]), COUNTED);
  const row = columnsOf({ ...entry, id });
  await sql.execute(
    `${INSERT} VALUES ${placeholders([row])}
     ON DUPLICATE KEY UPDATE count = count + 1, detail = VALUES(detail)`,
    row,
  );
}

function quarterOf(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / QUARTER_MS) * QUARTER_MS);
}

/** The refused sign-ins from an address in this quarter of an hour, and whose the e-mail is. */
export async function refusedSoFar(
  sql: Sql,
  { caller }: AuditedRequest,
  email: string,
): Promise<{ hasAccount: boolean; rows: number }> {
  const kind: AuditKind = 'SIGN_IN_REFUSED';
  const [found] = await sql.query(
    selectFields(
      {
        hasAccount: numeric('EXISTS (SELECT 1 FROM User WHERE email = ?)'),
        entries: numeric('COUNT(*)'),
      },
      'FROM AuditEntry WHERE kind = ? AND occurredAt >= ? AND address <=> ?',
      [email, kind, quarterOf(new Date()), caller.clientAddress],
    ),
  );
  return { hasAccount: found?.hasAccount === 1, rows: found?.entries ?? 0 };
}

const MAX_DETAIL_CHARACTERS = 500;

/** An entry that is told for the first time. */
export type NewEntry = Omit<AuditRow, 'count'>;

const INSERT = `INSERT INTO AuditEntry
       (id, kind, service, occurredAt, actorId, address, requestId, subject, detail)`;

function columnsOf({ detail, ...entry }: NewEntry) {
  return [
    entry.id,
    entry.kind,
    entry.service,
    entry.occurredAt,
    entry.actorId,
    entry.address,
    entry.requestId,
    entry.subject,
    detail?.slice(0, MAX_DETAIL_CHARACTERS) ?? null,
  ];
}

/** Keeps entries; one whose id is known is left as it is. */
export async function insertEntries(sql: Sql, entries: readonly NewEntry[]): Promise<void> {
  const rows = entries.map(columnsOf);
  await sql.execute(
    `${INSERT} VALUES ${placeholders(rows)} ON DUPLICATE KEY UPDATE id = VALUES(id)`,
    rows.flat(),
  );
}

const PURGED_AT_ONCE = 10_000;
const MAX_PURGES_PER_RUN = 100;

/** Deletes entries that are older than so many days. */
export async function purgeOldEntries(sql: Sql, days: number): Promise<void> {
  for (let run = 0; run < MAX_PURGES_PER_RUN; run++) {
    const purged = await sql.execute(
      `DELETE FROM AuditEntry WHERE occurredAt < NOW(3) - INTERVAL ? DAY LIMIT ${PURGED_AT_ONCE}`,
      [days],
    );
    if (purged < PURGED_AT_ONCE) return;
  }
}

export interface AuditFilter {
  kind: AuditRow['kind'] | null;
  actorId: GivenId<'User'> | null;
  from: string | null;
  to: string | null;
}

/** The page of entries that a list shows, newest first. */
export function auditPage(
  { kind, actorId, from, to }: AuditFilter,
  page: PageArguments,
): PageQuery<AuditRow> {
  const where: Condition[] = [];
  if (kind !== null) where.push({ sql: 'kind = ?', values: [kind] });
  if (actorId !== null) where.push(hasId(AUDIT_ENTRY, 'actorId', actorId));
  if (from !== null) where.push({ sql: 'occurredAt >= ?', values: [new Date(from)] });
  if (to !== null) where.push({ sql: 'occurredAt < ?', values: [new Date(to)] });
  const orderBy = [
    { column: 'occurredAt', direction: 'DESC', holds: 'instant' },
    { column: 'id', direction: 'DESC', holds: 'ascii' },
  ] as const;
  return { table: AUDIT_ENTRY, where, orderBy, ...page };
}
