import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, selectAll } from '../../../common/subgraph/database/table.ts';
import { STOCK_ADJUSTMENT } from '../tables.ts';

/** Identifies one adjustment however often it is sent. */
export interface AdjustmentKey {
  scope: string;
  idempotencyKey: string;
}

/** The correction that was made under a key, locked until the transaction ends. */
export async function lockAdjustment(
  sql: Sql,
  { scope, idempotencyKey }: AdjustmentKey,
): Promise<RowOf<typeof STOCK_ADJUSTMENT> | null> {
  const [row] = await sql.query(
    selectAll(STOCK_ADJUSTMENT, 'WHERE scope = ? AND idempotencyKey = ? FOR UPDATE', [
      scope,
      idempotencyKey,
    ]),
  );
  return row ?? null;
}

export async function insertAdjustment(
  sql: Sql,
  { scope, idempotencyKey }: AdjustmentKey,
  done: { requestHash: string; productId: number; seq: number | null },
): Promise<void> {
  await sql.execute(
    `INSERT INTO StockAdjustment
       (scope, idempotencyKey, requestHash, productId, seq, createdAt)
     VALUES (?, ?, ?, ?, ?, NOW(3))`,
    [scope, idempotencyKey, done.requestHash, done.productId, done.seq],
  );
}
