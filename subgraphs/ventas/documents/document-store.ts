import type {
  Condition,
  PageArguments,
  PageQuery,
} from '../../../common/subgraph/database/keyset.ts';
import {
  placeholders,
  type Query,
  type Sql,
  type Statement,
} from '../../../common/subgraph/database/sql.ts';
import { type RowOf, select, selectAll } from '../../../common/subgraph/database/table.ts';
import type { Connection } from '../../../common/subgraph/graphql/connection.ts';
import { endOfLimaDay, startOfLimaDay } from '../../../common/values/lima-day.ts';
import { DOCUMENT_QUEUE, DOCUMENT_SERIES, SALE_DOCUMENT, TILL } from '../tables.ts';
import type { TillRow } from '../tills/till-store.ts';
import { isSeries } from './document-rules.ts';

/** A row of the table SaleDocument; amounts are céntimos. */
export type DocumentRow = RowOf<typeof SALE_DOCUMENT>;
/** A row of the table DocumentQueue. */
export type QueueRow = RowOf<typeof DOCUMENT_QUEUE>;
/** A row of the table DocumentSeries. */
export type SeriesRow = RowOf<typeof DOCUMENT_SERIES>;
export type DocumentPage = Connection<DocumentRow>;

/** The part of a queue row that a sale's own document needs. */
export type PlainQueueRow = Pick<QueueRow, 'series' | 'sourceId' | 'type' | 'saleId'>;

/** A queue row of which what is left out is null. */
export type NewQueueRow = PlainQueueRow & Partial<QueueRow>;

/** Asks for documents, in the transaction that makes what they are of. */
export function insertQueue(given: readonly NewQueueRow[]): Statement[] {
  if (given.length === 0) return [];
  const rows = given.map((row) => [
    row.series,
    row.sourceId,
    row.type,
    row.saleId,
    row.affectsId ?? null,
    row.customerName ?? null,
    row.customerDocType ?? null,
    row.customerDocNumber ?? null,
    row.reason ?? null,
    row.content ? JSON.stringify(row.content) : null,
  ]);
  const sql = `INSERT INTO DocumentQueue (series, sourceId, type, saleId, affectsId, customerName,
      customerDocType, customerDocNumber, reason, content) VALUES ${placeholders(rows)}`;
  return [{ sql, values: rows.flat() }];
}

/**
 * Takes a document off the queue, and waits for a worker that has it.
 * @returns whether it was there; else it is issued
 */
export async function deleteQueued(
  sql: Sql,
  { series, sourceId }: Pick<QueueRow, 'series' | 'sourceId'>,
): Promise<boolean> {
  const deleted = await sql.execute('DELETE FROM DocumentQueue WHERE series = ? AND sourceId = ?', [
    series,
    sourceId,
  ]);
  return deleted > 0;
}

/** Takes the notes off the queue that correct a document which will never be issued. */
export async function deleteQueuedNotes(
  sql: Sql,
  { series, affectsId }: { series: string; affectsId: string },
): Promise<void> {
  await sql.execute('DELETE FROM DocumentQueue WHERE series = ? AND affectsId = ?', [
    series,
    affectsId,
  ]);
}

export function findQueued(series: string, sourceId: string): Query<QueueRow> {
  return selectAll(DOCUMENT_QUEUE, 'WHERE series = ? AND sourceId = ?', [series, sourceId]);
}

/** The till that a series of boletas or facturas belongs to. */
export async function findTillOfSeries(sql: Sql, series: string): Promise<TillRow> {
  const [till] = await sql.query(
    selectAll(TILL, 'WHERE seriesBoleta = ? OR seriesFactura = ?', [series, series]),
  );
  if (!till) throw new Error(`Series ${series} belongs to no till`);
  return till;
}

/** The series of which documents wait. */
export async function findWaitingSeries(sql: Sql): Promise<string[]> {
  const rows = await sql.query(select(DOCUMENT_QUEUE, ['series'], 'GROUP BY series'));
  return rows.map(({ series }) => series);
}

/** Locks a series: one process at a time numbers its documents. */
export async function lockSeries(sql: Sql, series: string): Promise<SeriesRow | null> {
  const [row] = await sql.query(
    selectAll(DOCUMENT_SERIES, 'WHERE series = ? FOR UPDATE', [series]),
  );
  return row ?? null;
}

/** Locks the next documents of a series that may be issued: a note waits for what it corrects. */
export function lockQueue(sql: Sql, series: string, limit: number): Promise<QueueRow[]> {
  return sql.query(
    selectAll(
      DOCUMENT_QUEUE,
      `WHERE series = ? AND (DocumentQueue.affectsId IS NULL OR EXISTS
          (SELECT 1 FROM SaleDocument WHERE SaleDocument.sourceId = DocumentQueue.affectsId))
        ORDER BY sourceId LIMIT ? FOR UPDATE`,
      [series, limit],
    ),
  );
}

/** Writes documents, and that the series has come so far; nothing else numbers. */
export function issueRows(
  { series, nextNumber }: SeriesRow,
  documents: readonly DocumentRow[],
): Statement[] {
  const rows = documents.map((row) => [
    row.series,
    row.number,
    row.sourceId,
    row.type,
    row.saleId,
    row.issuedAt,
    row.customerName,
    row.customerDocType,
    row.customerDocNumber,
    row.baseCentimos,
    row.taxCentimos,
    row.totalCentimos,
    row.affectsSeries,
    row.affectsNumber,
    row.reason,
    row.content ? JSON.stringify(row.content) : null,
    JSON.stringify(row.shop),
  ]);
  const last = documents.at(-1);
  if (!last) return [];
  return [
    {
      sql: `INSERT INTO SaleDocument (series, number, sourceId, type, saleId, issuedAt,
          customerName, customerDocType, customerDocNumber, baseCentimos, taxCentimos,
          totalCentimos, affectsSeries, affectsNumber, reason, content, shop)
        VALUES ${placeholders(rows)}`,
      values: rows.flat(),
    },
    {
      sql: 'UPDATE DocumentSeries SET nextNumber = ?, lastIssuedAt = ? WHERE series = ?',
      values: [nextNumber + documents.length, last.issuedAt, series],
    },
    {
      sql: 'DELETE FROM DocumentQueue WHERE series = ? AND sourceId IN (?)',
      values: [series, documents.map(({ sourceId }) => sourceId)],
    },
  ];
}

export function findDocument(series: string, number: number): Query<DocumentRow> {
  return selectAll(SALE_DOCUMENT, 'WHERE series = ? AND number = ?', [series, number]);
}

export function findDocumentsBySource(sourceIds: readonly string[]): Query<DocumentRow> {
  return selectAll(SALE_DOCUMENT, 'WHERE sourceId IN (?)', [['', ...sourceIds]]);
}

/** All documents of sales, notes too, the oldest first. */
export function findDocumentsOfSales(saleIds: readonly string[]): Query<DocumentRow> {
  return selectAll(SALE_DOCUMENT, 'WHERE saleId IN (?) ORDER BY issuedAt, series, number', [
    ['', ...saleIds],
  ]);
}

/** The filter of a list of documents; days are in America/Lima, both included. */
export interface DocumentFilter {
  series: string | null | undefined;
  from: string | null | undefined;
  to: string | null | undefined;
}

/** The page of documents that a list shows, the newest first. */
export function documentPage(
  { series, from, to }: DocumentFilter,
  page: PageArguments,
): PageQuery<DocumentRow> {
  const where: Condition[] = [];
  if (series) {
    where.push({
      sql: isSeries(series) ? 'series = ?' : 'FALSE',
      values: isSeries(series) ? [series] : [],
    });
  }
  if (from) where.push({ sql: 'issuedAt >= ?', values: [startOfLimaDay(from)] });
  if (to) where.push({ sql: 'issuedAt <= ?', values: [endOfLimaDay(to)] });
  // Each in the order of an index, read backwards.
  const byNumber = { column: 'number', direction: 'DESC', holds: 'integer' } as const;
  const orderBy = series
    ? [byNumber]
    : ([
        { column: 'issuedAt', direction: 'DESC', holds: 'instant' },
        { column: 'series', direction: 'DESC', holds: 'ascii' },
        byNumber,
      ] as const);
  return { table: SALE_DOCUMENT, where, orderBy, ...page };
}
