import { createHash } from 'node:crypto';
import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import type { Sql, Statement } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, select } from '../../../common/subgraph/database/table.ts';
import { DONE_KEY } from '../tables.ts';

/** A request that a repeat must not double; everything but sales has its key here. */
export interface KeyedRequest
  extends Pick<RowOf<typeof DONE_KEY>, 'scope' | 'idempotencyKey' | 'operation' | 'requestHash'> {}

/** The verdict of a key about the request that brings it. */
export type KeyVerdict =
  | { kind: 'New' }
  /** The request was done: this is the id of the record that it made. */
  | { kind: 'Done'; entityId: string }
  | { kind: 'Reused' };

/**
 * Hashes what a request asks for.
 * @param parts in their normal form: the same request has the same parts
 */
export function hashRequest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Looks a key up. Two requests that bring it at once both find it new; the second to write it fails
 * on the primary key, and its transaction begins again.
 */
export async function findDoneKey(sql: Sql, request: KeyedRequest): Promise<KeyVerdict> {
  const { scope, idempotencyKey, operation, requestHash } = request;
  const [row] = await sql.query(
    select(
      DONE_KEY,
      ['operation', 'requestHash', 'entityId'],
      'WHERE scope = ? AND idempotencyKey = ?',
      [scope, idempotencyKey],
    ),
  );
  if (!row) return { kind: 'New' };
  const isSame = row.operation === operation && row.requestHash === requestHash;
  return isSame ? { kind: 'Done', entityId: row.entityId } : { kind: 'Reused' };
}

/** Remembers a request as done, in the transaction that does it. */
export function insertDoneKey(request: KeyedRequest, entityId: string): Statement {
  const { scope, idempotencyKey, operation, requestHash } = request;
  return {
    sql: `INSERT INTO DoneKey
        (scope, idempotencyKey, operation, requestHash, entityId, createdAt)
      VALUES (?, ?, ?, ?, ?, NOW(3))`,
    values: [scope, idempotencyKey, operation, requestHash, entityId],
  };
}

export function keyReused(): UserError {
  return userError('IDEMPOTENCY_KEY_REUSED', ['idempotencyKey']);
}
