import { placeholders, type Query, type Statement } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, selectAll } from '../../../common/subgraph/database/table.ts';
import { limaDayOf } from '../../../common/values/lima-day.ts';
import { PAYMENT } from '../tables.ts';
import type { Tender } from './tender.ts';

/** A row of the table Payment; amounts are céntimos. */
export type PaymentRow = RowOf<typeof PAYMENT>;

/** The payments of a sale to be written. */
export interface NewPayments {
  saleId: string;
  tenders: readonly Tender[];
  cashSessionId: string | null;
}

/** Writes the payments of sales, in the transaction that makes them. */
export function insertPayments(sales: readonly NewPayments[], createdAt: Date): Statement[] {
  const day = limaDayOf(createdAt);
  const rows = sales.flatMap(({ saleId, tenders, cashSessionId }) =>
    tenders.map((tender, index) => [
      saleId,
      index + 1,
      tender.method,
      tender.amountCentimos,
      tender.tenderedCentimos,
      tender.reference,
      tender.returnId,
      cashSessionId,
      createdAt,
      day,
    ]),
  );
  if (rows.length === 0) return [];
  const sql = `INSERT INTO Payment (saleId, seq, method, amountCentimos, tenderedCentimos,
      reference, returnId, cashSessionId, createdAt, day) VALUES ${placeholders(rows)}`;
  return [{ sql, values: rows.flat() }];
}

/** The payments of sales, each sale's in their order. */
export function findPayments(saleIds: readonly string[]): Query<PaymentRow> {
  return selectAll(PAYMENT, 'WHERE saleId IN (?) ORDER BY saleId, seq', [['', ...saleIds]]);
}
