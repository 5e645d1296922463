import type { Log } from '../../../common/process/log/log.ts';
import { CLOCK, clockOf } from '../../../common/subgraph/database/clock.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import type { TransactionSql } from '../../../common/subgraph/database/sql.ts';
import { failpoint } from '../../../common/subgraph/failpoint/failpoint.ts';
import { findReturns, type SaleReturnRow } from '../returns/return-store.ts';
import { findSales, type SaleRow } from '../sales/sale-store.ts';
import { findShop, type ShopRow } from '../shop/shop-store.ts';
import {
  type DocumentRow,
  findDocumentsBySource,
  findWaitingSeries,
  issueRows,
  lockQueue,
  lockSeries,
  type QueueRow,
  type SeriesRow,
} from './document-store.ts';
import { documentCode } from './printed-document.ts';

const MAX_DOCUMENTS = 200;
/** Lines of corrections in one statement: each is some 200 bytes, and a statement has a most. */
const MAX_CONTENT_LINES = 5_000;

/**
 * Issues the documents that wait, series by series: numbers without a gap or a double, because the
 * row of the series is locked, and the documents, the next number and the end of their waiting are
 * one transaction. Killed anywhere, all of it happened or none.
 */
export async function issueDocuments(database: Database, log: Log): Promise<void> {
  for (const series of await findWaitingSeries(database)) {
    try {
      await issueSeries(database, series, log);
    } catch (error) {
      // One series that cannot go on holds up no other.
      log.error('document.alarm', { series, error });
    }
  }
}

async function issueSeries(database: Database, series: string, log: Log): Promise<void> {
  for (let hasMore = true; hasMore; ) {
    failpoint('ventas.issue.before');
    const documents = await database.transaction((sql) => issueSome(sql, series));
    if (documents.length > 0) failpoint('ventas.issue.after');
    for (const { number, saleId } of documents) {
      log.info('document.issued', { code: documentCode(series, number), saleId });
    }
    hasMore = documents.length > 0;
  }
}

async function issueSome(sql: TransactionSql, seriesName: string): Promise<DocumentRow[]> {
  const series = await lockSeries(sql, seriesName);
  if (!series) throw new Error(`Documents wait for series ${seriesName}, which is of no till`);
  const queue = withinSize(await lockQueue(sql, seriesName, MAX_DOCUMENTS));
  if (queue.length === 0) return [];
  const sources = await findSources(sql, queue);
  const documents = numberDocuments(series, queue, sources);
  failpoint('ventas.issue.inside');
  await sql.commitWith(issueRows(series, documents));
  return documents;
}

/** The first of the queue that fit into one statement, one at least. */
function withinSize(queue: readonly QueueRow[]): QueueRow[] {
  let lines = 0;
  return queue.filter(({ content }, index) => {
    lines += content?.lines.length ?? 0;
    return index === 0 || lines <= MAX_CONTENT_LINES;
  });
}

/** The records that documents are made of: none of them changes any more where it is printed. */
interface Sources {
  sales: ReadonlyMap<string, SaleRow>;
  returns: ReadonlyMap<string, SaleReturnRow>;
  /** Documents that notes correct, by source. */
  corrected: ReadonlyMap<string, DocumentRow>;
  shop: ShopRow;
  now: Date;
}

async function findSources(sql: TransactionSql, queue: readonly QueueRow[]): Promise<Sources> {
  const sales = await findSales(
    sql,
    queue.map(({ saleId }) => saleId),
  );
  const notes = queue.filter(({ type }) => type === 'NOTA_CREDITO');
  const returns = await findReturns(
    sql,
    notes.map(({ sourceId }) => sourceId),
  );
  const [corrected, [shop], clock] = await sql.script([
    findDocumentsBySource(notes.flatMap(({ affectsId }) => affectsId ?? [])),
    findShop(),
    CLOCK,
  ]);
  if (!shop) throw new Error('Documents wait, and the data of the shop are not set');
  return {
    sales: new Map(sales.map((sale) => [sale.id, sale])),
    returns: new Map(returns.map((one) => [one.id, one])),
    corrected: new Map(corrected.map((document) => [document.sourceId, document])),
    shop,
    now: clockOf(clock),
  };
}

function numberDocuments(
  { nextNumber, lastIssuedAt }: SeriesRow,
  queue: readonly QueueRow[],
  sources: Sources,
): DocumentRow[] {
  const { now } = sources;
  // A clock that went back does not date a document before the one before it.
  const issuedAt = lastIssuedAt !== null && lastIssuedAt > now ? lastIssuedAt : now;
  return queue.map((waiting, index) => {
    return { ...documentOf(waiting, sources), number: nextNumber + index, issuedAt };
  });
}

function documentOf(
  waiting: QueueRow,
  { sales, returns, corrected, shop }: Sources,
): Omit<DocumentRow, 'number' | 'issuedAt'> {
  const { series, sourceId, type, saleId, affectsId, content, reason } = waiting;
  const sale = sales.get(saleId);
  if (!sale) throw new Error(`A document waits for sale ${saleId}, which is not there`);
  const returned = returns.get(sourceId);
  const affected = affectsId === null ? undefined : corrected.get(affectsId);
  // A note bears the name of what it corrects; a correction, its own; else, the sale's buyer.
  const customer = affected ?? (waiting.customerName === null ? sale : waiting);
  const amounts = content ?? returned ?? { ...sale, baseCentimos: sale.subtotalCentimos };
  const { id: _, version: __, ...shown } = shop;
  return {
    series,
    sourceId,
    type,
    saleId,
    customerName: customer.customerName,
    customerDocType: customer.customerDocType,
    customerDocNumber: customer.customerDocNumber,
    baseCentimos: amounts.baseCentimos,
    taxCentimos: amounts.taxCentimos,
    totalCentimos: amounts.totalCentimos,
    affectsSeries: affected?.series ?? null,
    affectsNumber: affected?.number ?? null,
    reason: reason ?? returned?.reason ?? null,
    content,
    shop: shown,
  };
}
