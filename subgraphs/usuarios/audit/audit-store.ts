import { v7 as uuidv7 } from 'uuid';
import type { AuditEvent, AuditedRequest } from '../../../common/subgraph/audit/audit-store.ts';
import type { ACCESS_REFUSED } from '../../../common/subgraph/audit/record-refusals.ts';
import {
  type Condition,
  hasId,
  type PageArguments,
  type PageQuery,
} from '../../../common/subgraph/database/keyset.ts';
import { placeholders, type Sql } from '../../../common/subgraph/database/sql.ts';
import type { RowOf } from '../../../common/subgraph/database/table.ts';
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
  { caller, requestId }: AuditedRequest,
  event: OwnEvent,
  userId?: number,
): Promise<void> {
  const entry = {
    ...event,
    id: uuidv7(),
    service: 'usuarios',
    occurredAt: new Date(),
    actorId: userId ?? (caller.actor && parseRowId(caller.actor.id)),
    address: caller.clientAddress,
    requestId,
  };
  return insertEntries(sql, [entry]);
}

const MAX_DETAIL_CHARACTERS = 500;

/** Keeps entries; one whose id is known is left as it is. */
export async function insertEntries(sql: Sql, entries: readonly AuditRow[]): Promise<void> {
  const rows = entries.map(({ detail, ...entry }) => [
    entry.id,
    entry.kind,
    entry.service,
    entry.occurredAt,
    entry.actorId,
    entry.address,
    entry.requestId,
    entry.subject,
    detail?.slice(0, MAX_DETAIL_CHARACTERS) ?? null,
  ]);
  await sql.execute(
    `INSERT INTO AuditEntry
       (id, kind, service, occurredAt, actorId, address, requestId, subject, detail)
     VALUES ${placeholders(rows)} ON DUPLICATE KEY UPDATE id = VALUES(id)`,
    rows.flat(),
  );
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
