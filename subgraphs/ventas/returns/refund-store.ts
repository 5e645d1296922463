import type { Query, Sql, Statement } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, select, selectAll } from '../../../common/subgraph/database/table.ts';
import type { SaleRow } from '../sales/sale-store.ts';
import { REFUND, SALE, SALE_RETURN } from '../tables.ts';

/** A row of the table Refund; amounts are céntimos. */
export type RefundRow = RowOf<typeof REFUND>;

/** @returns the sales that returns are of: a return never changes its sale */
export async function findReturnedSales(sql: Sql, returnIds: readonly string[]): Promise<string[]> {
  const rows = await sql.query(
    select(SALE_RETURN, ['saleId'], 'WHERE id IN (?)', [['', ...returnIds]]),
  );
  return rows.map(({ saleId }) => saleId);
}

/** Locks sales in the order of their ids, the first lock of all that changes a sale. */
export function lockSales(sql: Sql, ids: readonly string[]): Promise<SaleRow[]> {
  return sql.query(selectAll(SALE, 'WHERE id IN (?) ORDER BY id FOR UPDATE', [['', ...ids]]));
}

/** Locks the refunds of returns; their sales are locked. */
export function lockRefunds(sql: Sql, returnIds: readonly string[]): Promise<RefundRow[]> {
  return sql.query(
    selectAll(REFUND, 'WHERE returnId IN (?) ORDER BY returnId, seq FOR UPDATE', [
      ['', ...returnIds],
    ]),
  );
}

/** The refunds of returns, each return's in their order. */
export function findRefunds(returnIds: readonly string[]): Query<RefundRow> {
  return selectAll(REFUND, 'WHERE returnId IN (?) ORDER BY returnId, seq', [['', ...returnIds]]);
}

export function findRefund({ returnId, seq }: Pick<RefundRow, 'returnId' | 'seq'>) {
  return selectAll(REFUND, 'WHERE returnId = ? AND seq = ?', [returnId, seq]);
}

/** The next free number of each return's refunds. */
export function nextRefundSeqs(refunds: readonly RefundRow[]): Map<string, number> {
  return new Map(refunds.map(({ returnId, seq }) => [returnId, seq + 1]));
}

/** Ends a refund that a sale used up. */
export function settleByExchange({ returnId, seq }: RefundRow, saleId: string): Statement {
  return {
    sql: `UPDATE Refund SET status = 'DONE', doneAt = NOW(3), paidSaleId = ?
      WHERE returnId = ? AND seq = ? AND status = 'PENDING'`,
    values: [saleId, returnId, seq],
  };
}

/** Takes a part of a refund for a sale: it stands for itself, and the rest goes on waiting. */
export function splitRefund(
  { returnId, seq, paymentSeq, method, createdAt, amountCentimos }: RefundRow,
  part: { seq: number; amountCentimos: number; saleId: string },
): Statement[] {
  return [
    {
      sql: `UPDATE Refund SET amountCentimos = ?
        WHERE returnId = ? AND seq = ? AND status = 'PENDING'`,
      values: [amountCentimos, returnId, seq],
    },
    {
      sql: `INSERT INTO Refund (returnId, seq, paymentSeq, method, amountCentimos, status,
          paidSaleId, createdAt, doneAt)
        VALUES (?, ?, ?, ?, ?, 'DONE', ?, ?, NOW(3))`,
      values: [returnId, part.seq, paymentSeq, method, part.amountCentimos, part.saleId, createdAt],
    },
  ];
}

/** The drawer or the operation that paid a refund out. */
export type RefundMeans = Pick<RefundRow, 'reference' | 'cashSessionId'>;

/** Ends a refund that was paid out. */
export function settleRefund(
  { returnId, seq }: RefundRow,
  { reference, cashSessionId }: RefundMeans,
  at: Date,
): Statement {
  return {
    sql: `UPDATE Refund SET status = 'DONE', doneAt = ?, reference = ?, cashSessionId = ?
      WHERE returnId = ? AND seq = ? AND status <> 'DONE'`,
    values: [at, reference, cashSessionId, returnId, seq],
  };
}
