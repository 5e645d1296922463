import type { Sql, Statement } from '../../../common/subgraph/database/sql.ts';
import type { SaleRow } from '../sales/sale-store.ts';
import { typeOfSeries } from './document-rules.ts';
import {
  deleteQueued,
  deleteQueuedNotes,
  findTillOfSeries,
  insertQueue,
  type NewQueueRow,
} from './document-store.ts';

/** The source of the document that a sale has or is to have. */
export function documentSourceOf({ id, documentId }: Pick<SaleRow, 'id' | 'documentId'>): string {
  return documentId ?? id;
}

/** The series of the notes that correct documents of a series. */
export async function noteSeriesOf(sql: Sql, series: string): Promise<string> {
  const till = await findTillOfSeries(sql, series);
  return typeOfSeries(series) === 'FACTURA' ? till.seriesNotaFactura : till.seriesNotaBoleta;
}

/** A note for a return of a documented sale. */
export function noteOf(
  sale: Pick<SaleRow, 'id' | 'documentId'>,
  { returnId, series }: { returnId: string; series: string },
): NewQueueRow {
  const affectsId = documentSourceOf(sale);
  return { series, sourceId: returnId, type: 'NOTA_CREDITO', saleId: sale.id, affectsId };
}

/** A return that may leave a note. */
interface Returned {
  returnId: string;
  totalCentimos: number;
  isVoid: boolean;
}

/**
 * The note that a return of a locked sale leaves, if the sale is documented. A void takes a
 * document that was not issued yet off the queue, with the notes that wait for it: else they would
 * wait for ever.
 */
export async function noteStatements(
  sql: Sql,
  sale: SaleRow,
  { returnId, totalCentimos, isVoid }: Returned,
): Promise<Statement[]> {
  if (sale.documentSeries === null) return [];
  const series = await noteSeriesOf(sql, sale.documentSeries);
  const affectsId = documentSourceOf(sale);
  if (isVoid && (await deleteQueued(sql, { series: sale.documentSeries, sourceId: affectsId }))) {
    await deleteQueuedNotes(sql, { series, affectsId });
    return [clearDocument(sale.id)];
  }
  return totalCentimos === 0 ? [] : insertQueue([noteOf(sale, { returnId, series })]);
}

function clearDocument(saleId: string): Statement {
  return setDocument(saleId, { documentSeries: null, documentId: null });
}

/** Writes which document a locked sale has. */
export function setDocument(
  saleId: string,
  { documentSeries, documentId }: Pick<SaleRow, 'documentSeries' | 'documentId'>,
): Statement {
  return {
    sql: 'UPDATE Sale SET documentSeries = ?, documentId = ? WHERE id = ?',
    values: [documentSeries, documentId, saleId],
  };
}
