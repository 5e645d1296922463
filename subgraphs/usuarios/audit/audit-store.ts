import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../../common/subgraph/database/database.ts';
import {
  type Condition,
  hasId,
  type PageArguments,
  type PageQuery,
} from '../../../common/subgraph/database/keyset.ts';
import { placeholders, type Sql } from '../../../common/subgraph/database/sql.ts';
import type { RowOf } from '../../../common/subgraph/database/table.ts';
import type { Connection } from '../../../common/subgraph/graphql/connection.ts';
import type { RequestContext } from '../../../common/subgraph/server/subgraph-server.ts';
import { type GivenId, parseRowId } from '../../../common/values/ids.ts';
import { AUDIT_ENTRY } from '../tables.ts';

/** A row of the table AuditEntry. */
export type AuditRow = RowOf<typeof AUDIT_ENTRY>;
export type AuditPage = Connection<AuditRow>;

/** The request in which something happened: it says who, from where, and its id. */
export type AuditedRequest = Pick<RequestContext, 'caller' | 'requestId'>;

/** Something that happened in a request. */
export interface AuditEvent {
  kind: AuditRow['kind'];
  subject: string;
  detail?: string | undefined;
  /** Who did it, when the request does not say so because he has just signed in. */
  userId?: number;
}

/** Writes down what happened now; in the transaction that does it, where there is one. */
export function recordEvent(
  sql: Sql,
  { caller, requestId }: AuditedRequest,
  { kind, subject, detail, userId }: AuditEvent,
): Promise<void> {
  const entry = {
    id: uuidv7(),
    kind,
    occurredAt: new Date(),
    actorId: userId ?? (caller.actor && parseRowId(caller.actor.id)),
    address: caller.clientAddress,
    requestId,
    subject,
    detail: detail ?? null,
  };
  return insertEntries(sql, [entry]);
}

/**
 * Makes what hears of a user who asks for what he may not: it writes each field down once per
 * request. The answer does not wait for it.
 */
export function recordRefusals(
  database: Database,
  request: AuditedRequest & Pick<RequestContext, 'log'>,
): (coordinate: string) => void {
  const recorded = new Set<string>();
  return (coordinate) => {
    if (recorded.has(coordinate)) return;
    recorded.add(coordinate);
    recordEvent(database, request, { kind: 'ACCESS_REFUSED', subject: coordinate }).catch(
      (error: unknown) => request.log.error('audit.failed', { coordinate, error }),
    );
  };
}

const MAX_DETAIL_CHARACTERS = 500;

/** Keeps entries; one whose id is known is left as it is. */
export async function insertEntries(sql: Sql, entries: readonly AuditRow[]): Promise<void> {
  const rows = entries.map(({ detail, ...entry }) => [
    entry.id,
    entry.kind,
    entry.occurredAt,
    entry.actorId,
    entry.address,
    entry.requestId,
    entry.subject,
    detail?.slice(0, MAX_DETAIL_CHARACTERS) ?? null,
  ]);
  await sql.execute(
    `INSERT INTO AuditEntry (id, kind, occurredAt, actorId, address, requestId, subject, detail)
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
    { column: 'occurredAt', direction: 'DESC', isInstant: true },
    { column: 'id', direction: 'DESC' },
  ] as const;
  return { table: AUDIT_ENTRY, where, orderBy, ...page };
}
