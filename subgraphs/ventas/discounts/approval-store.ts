import { hasCome } from '../../../common/subgraph/database/clock.ts';
import type { Query, Sql, Statement } from '../../../common/subgraph/database/sql.ts';
import {
  numeric,
  type RowOf,
  selectAll,
  selectFields,
} from '../../../common/subgraph/database/table.ts';
import { DISCOUNT_APPROVAL } from '../tables.ts';

/** A row of the table DiscountApproval. */
export type ApprovalRow = RowOf<typeof DISCOUNT_APPROVAL>;

/** An approval is valid for a day at most. */
export const MAX_VALID_MINUTES = 1_440;
const IS_PAST = hasCome('expiresAt', MAX_VALID_MINUTES * 60);

/** The approvals that a sale may begin with now. @param sellerId null: those of all sellers */
export function findValidApprovals(sellerId: number | null): Query<ApprovalRow> {
  return selectAll(
    DISCOUNT_APPROVAL,
    `WHERE usedKey IS NULL AND NOT ${IS_PAST} AND (? IS NULL OR sellerId = ?) ORDER BY createdAt`,
    [sellerId, sellerId],
  );
}

/** An approval of a seller that a sale may begin with now; no row when it does not hold. */
export function findValidApproval(id: string, sellerId: number): Query<ApprovalRow> {
  return selectAll(
    DISCOUNT_APPROVAL,
    `WHERE id = ? AND sellerId = ? AND usedKey IS NULL AND NOT ${IS_PAST}`,
    [id, sellerId],
  );
}

export function findApproval(id: string): Query<ApprovalRow> {
  return selectAll(DISCOUNT_APPROVAL, 'WHERE id = ?', [id]);
}

type NewApproval = Pick<ApprovalRow, 'id' | 'sellerId' | 'maxBasisPoints' | 'createdBy'>;

/** Writes an approval in the place of the seller's unspent one. */
export function replaceApproval(approval: NewApproval, validMinutes: number): Statement[] {
  const { id, sellerId, maxBasisPoints, createdBy } = approval;
  return [
    {
      sql: 'DELETE FROM DiscountApproval WHERE sellerId = ? AND usedKey IS NULL',
      values: [sellerId],
    },
    {
      sql: `INSERT INTO DiscountApproval
          (id, sellerId, maxBasisPoints, createdBy, createdAt, expiresAt)
        VALUES (?, ?, ?, ?, NOW(3), NOW(3) + INTERVAL ? MINUTE)`,
      values: [id, sellerId, maxBasisPoints, createdBy, validMinutes],
    },
  ];
}

/** The key of a sale that an approval is put on. */
interface SaleKey {
  scope: string;
  idempotencyKey: string;
}

/** An approval that is on the key of a sale. */
export interface BoundApproval {
  id: string;
  /** The most that may be taken off, in basis points. */
  maxBasisPoints: number;
  /** False when an earlier attempt of the key had put it there. */
  isNew: boolean;
}

/**
 * Puts an approval on the key of a sale, for good while the key may still sell: a repeat of the key
 * finds it again, another key does not.
 * @returns null when the approval does not hold
 */
export async function bindApproval(
  sql: Sql,
  { id, sellerId, key }: { id: string; sellerId: number; key: SaleKey },
): Promise<BoundApproval | null> {
  const { scope, idempotencyKey } = key;
  const changed = await sql.execute(
    `UPDATE DiscountApproval SET usedScope = ?, usedKey = ?
      WHERE id = ? AND sellerId = ? AND usedKey IS NULL AND NOT ${IS_PAST}`,
    [scope, idempotencyKey, id, sellerId],
  );
  const [bound] = await sql.query(
    selectFields(
      { maxBasisPoints: numeric('maxBasisPoints') },
      'FROM DiscountApproval WHERE id = ? AND sellerId = ? AND usedScope = ? AND usedKey = ?',
      [id, sellerId, scope, idempotencyKey],
    ),
  );
  return bound ? { id, ...bound, isNew: changed > 0 } : null;
}

/** Takes approvals off the keys again that they were put on in this transaction. */
export function unbindApprovals(ids: readonly string[]): Statement[] {
  if (ids.length === 0) return [];
  const sql = 'UPDATE DiscountApproval SET usedScope = NULL, usedKey = NULL WHERE id IN (?)';
  return [{ sql, values: [ids] }];
}

/**
 * Frees the approvals on the keys of attempts that were decided against for ever. One whose seller
 * has got a newer one since stays spent: a seller has one at a time.
 */
export function freeApprovals(attemptIds: readonly string[]): Statement[] {
  if (attemptIds.length === 0) return [];
  const sql = `UPDATE DiscountApproval
      JOIN SaleAttempt ON SaleAttempt.scope = DiscountApproval.usedScope
        AND SaleAttempt.idempotencyKey = DiscountApproval.usedKey
      LEFT JOIN DiscountApproval newer ON newer.sellerId = DiscountApproval.sellerId
        AND newer.createdAt > DiscountApproval.createdAt
       SET DiscountApproval.usedScope = NULL, DiscountApproval.usedKey = NULL
     WHERE SaleAttempt.id IN (?) AND newer.id IS NULL`;
  return [{ sql, values: [attemptIds] }];
}
