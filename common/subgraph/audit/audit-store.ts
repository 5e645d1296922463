import { v7 as uuidv7 } from 'uuid';
import type { Caller } from '../../process/identity/service-token.ts';
import { cutText } from '../../values/text.ts';
import { placeholders, type Sql, type Statement } from '../database/sql.ts';
import { selectAll, type Table } from '../database/table.ts';

/** The request in which something happened: it says who, from where, and its id. */
export interface AuditedRequest {
  caller: Caller;
  requestId: string;
}

/** Something that somebody did, or was refused; its kind is one of the subgraph's own registry. */
export interface AuditEvent<Kind extends string = string> {
  kind: Kind;
  /** The subject of the event, at most 254 characters. */
  subject: string;
  /** At most 500 characters are kept. */
  detail: string | null;
}

/**
 * A row of the table AuditOutbox: an event on its way to usuarios. Every subgraph that reports has
 * this table in its Prisma schema; giving it here as a `Table` checks that it is the same.
 */
export interface AuditOutboxRow {
  id: string;
  kind: string;
  subject: string;
  detail: string | null;
  occurredAt: Date;
  actorId: string | null;
  address: string | null;
  requestId: string;
}

const MAX_DETAIL_CHARACTERS = 500;

/** An event as it is stored until usuarios has it. */
function outboxRow({ caller, requestId }: AuditedRequest, event: AuditEvent): AuditOutboxRow {
  return {
    id: uuidv7(),
    kind: event.kind,
    occurredAt: new Date(),
    actorId: caller.actor?.id ?? null,
    address: caller.clientAddress,
    requestId,
    subject: event.subject,
    detail: event.detail === null ? null : cutText(event.detail, MAX_DETAIL_CHARACTERS),
  };
}

/**
 * Writes events down, in the transaction of what they tell of.
 * @param request null for an operator's command, of which nothing is told
 */
export function auditStatements(
  request: AuditedRequest | null,
  events: readonly AuditEvent[],
): Statement[] {
  if (request === null || events.length === 0) return [];
  const rows = events.map((event) => {
    const row = outboxRow(request, event);
    const { id, kind, occurredAt, actorId, address, requestId, subject, detail } = row;
    return [id, kind, occurredAt, actorId, address, requestId, subject, detail];
  });
  const sql = `INSERT INTO AuditOutbox
      (id, kind, occurredAt, actorId, address, requestId, subject, detail)
    VALUES ${placeholders(rows)}`;
  return [{ sql, values: rows.flat() }];
}

/** The same outside of an edit. */
export async function insertAuditEvents(
  sql: Sql,
  request: AuditedRequest,
  events: readonly AuditEvent[],
): Promise<void> {
  await sql.script(auditStatements(request, events));
}

/** The table AuditOutbox as a generated client has it, inside one of its transactions. */
interface AuditOutboxClient {
  auditOutbox: { createMany(args: { data: AuditOutboxRow[] }): Promise<unknown> };
}

/**
 * Writes events down through a generated client, in the transaction of what they tell of.
 * @param request null for an operator's command, of which nothing is told
 */
export async function createAuditEvents(
  client: AuditOutboxClient,
  request: AuditedRequest | null,
  events: readonly AuditEvent[],
): Promise<void> {
  if (request === null || events.length === 0) return;
  await client.auditOutbox.createMany({ data: events.map((event) => outboxRow(request, event)) });
}

/** The oldest events that usuarios has not got. */
export function findAuditOutbox(
  sql: Sql,
  outbox: Table<AuditOutboxRow>,
  limit: number,
): Promise<AuditOutboxRow[]> {
  return sql.query(selectAll(outbox, 'ORDER BY id LIMIT ?', [limit]));
}

export async function deleteAuditOutbox(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.execute('DELETE FROM AuditOutbox WHERE id IN (?)', [ids]);
}
