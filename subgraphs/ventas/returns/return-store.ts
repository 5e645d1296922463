import {
  placeholders,
  type Query,
  type Sql,
  type Statement,
} from '../../../common/subgraph/database/sql.ts';
import { type RowOf, selectAll } from '../../../common/subgraph/database/table.ts';
import { SALE_EVENT, SALE_RETURN, SALE_RETURN_ITEM } from '../tables.ts';
import type { PlannedRefund } from './refund-plan.ts';
import type { ReturnPart } from './return-parts.ts';

/** A row of the table SaleReturn; amounts are céntimos. */
export type SaleReturnRow = RowOf<typeof SALE_RETURN>;
/** A row of the table SaleReturnItem; amounts are céntimos. */
export type SaleReturnItemRow = RowOf<typeof SALE_RETURN_ITEM>;
/** A row of the table SaleEvent. */
export type SaleEventRow = RowOf<typeof SALE_EVENT>;

/** Units of one line that come back, with what they are worth. */
export interface ReturnedLine extends ReturnPart {
  lineNumber: number;
  productId: number;
  quantity: number;
  restock: boolean;
}

/** A return to be written. */
export interface NewReturn {
  row: SaleReturnRow;
  lines: readonly ReturnedLine[];
  refunds: readonly PlannedRefund[];
  /** The drawer that gives cash back at once; null when cash waits. */
  cashSessionId: string | null;
}

/** Writes a return and all that it changes of its sale, which is locked. */
export function writeReturn(given: NewReturn): Statement[] {
  const { row, lines, refunds } = given;
  const { id, saleId, kind, totalCentimos } = row;
  const refunded = refunds.reduce((sum, { amountCentimos }) => sum + amountCentimos, 0);
  return [
    insertReturn(row),
    insertItems(id, lines),
    ...insertRefunds(given),
    {
      sql: `UPDATE Sale SET refundedCentimos = refundedCentimos + ?,
          returnedCentimos = returnedCentimos + ?, status = IF(?, 'CANCELLED', status)
        WHERE id = ?`,
      values: [refunded, totalCentimos, kind === 'VOID', saleId],
    },
    addReturnedUnits(saleId, lines),
    ...refunds.map((refund) => addRefunded(saleId, refund)),
  ];
}

function insertReturn(row: SaleReturnRow): Statement {
  const { id, saleId, kind, reason, baseCentimos, taxCentimos, totalCentimos } = row;
  return {
    sql: `INSERT INTO SaleReturn (id, saleId, kind, reason, baseCentimos, taxCentimos,
        totalCentimos, actorId, createdAt, day) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    values: [
      id,
      saleId,
      kind,
      reason,
      baseCentimos,
      taxCentimos,
      totalCentimos,
      row.actorId,
      row.createdAt,
      row.day,
    ],
  };
}

function insertItems(returnId: string, lines: readonly ReturnedLine[]): Statement {
  const rows = lines.map((line) => [
    returnId,
    line.lineNumber,
    line.quantity,
    line.restock,
    line.baseCentimos,
    line.taxCentimos,
    line.totalCentimos,
  ]);
  const sql = `INSERT INTO SaleReturnItem (returnId, lineNumber, quantity, restock, baseCentimos,
      taxCentimos, totalCentimos) VALUES ${placeholders(rows)}`;
  return { sql, values: rows.flat() };
}

function insertRefunds({ row, refunds, cashSessionId }: NewReturn): Statement[] {
  if (refunds.length === 0) return [];
  const rows = refunds.map(({ paymentSeq, method, amountCentimos }, index) => {
    const isDone = method === 'CASH' && cashSessionId !== null;
    return [
      row.id,
      index + 1,
      paymentSeq,
      method,
      amountCentimos,
      isDone ? 'DONE' : 'PENDING',
      isDone ? cashSessionId : null,
      row.createdAt,
      isDone ? row.createdAt : null,
    ];
  });
  const sql = `INSERT INTO Refund (returnId, seq, paymentSeq, method, amountCentimos, status,
      cashSessionId, createdAt, doneAt) VALUES ${placeholders(rows)}`;
  return [{ sql, values: rows.flat() }];
}

function addReturnedUnits(saleId: string, lines: readonly ReturnedLine[]): Statement {
  const cases = lines.map(() => 'WHEN ? THEN ?').join(' ');
  return {
    sql: `UPDATE SaleItem
        SET returnedQuantity = returnedQuantity + CASE lineNumber ${cases} ELSE 0 END
      WHERE saleId = ? AND lineNumber IN (?)`,
    values: [
      ...lines.flatMap(({ lineNumber, quantity }) => [lineNumber, quantity]),
      saleId,
      lines.map(({ lineNumber }) => lineNumber),
    ],
  };
}

function addRefunded(saleId: string, { paymentSeq, amountCentimos }: PlannedRefund): Statement {
  return {
    sql: 'UPDATE Payment SET refundedCentimos = refundedCentimos + ? WHERE saleId = ? AND seq = ?',
    values: [amountCentimos, saleId, paymentSeq],
  };
}

/** Writes a turn in a sale's life. */
export function insertSaleEvent(event: SaleEventRow): Statement {
  const { id, saleId, kind, at, actorId, detail } = event;
  return {
    sql: `INSERT INTO SaleEvent (id, saleId, kind, at, actorId, detail)
      VALUES (?, ?, ?, ?, ?, ?)`,
    values: [id, saleId, kind, at, actorId, detail],
  };
}

/** The returns of sales, the oldest first: an id of version 7 grows with the time. */
export function findReturnsOfSales(saleIds: readonly string[]): Query<SaleReturnRow> {
  return selectAll(SALE_RETURN, 'WHERE saleId IN (?) ORDER BY id', [['', ...saleIds]]);
}

export function findReturns(sql: Sql, ids: readonly string[]): Promise<SaleReturnRow[]> {
  return sql.query(selectAll(SALE_RETURN, 'WHERE id IN (?)', [['', ...ids]]));
}

/** The items of returns, each return's by line. */
export function findReturnItems(returnIds: readonly string[]): Query<SaleReturnItemRow> {
  return selectAll(SALE_RETURN_ITEM, 'WHERE returnId IN (?) ORDER BY returnId, lineNumber', [
    ['', ...returnIds],
  ]);
}

/** The turns of a sale's life, the oldest first. */
export function findSaleEvents(saleId: string): Query<SaleEventRow> {
  return selectAll(SALE_EVENT, 'WHERE saleId = ? ORDER BY id', [saleId]);
}
