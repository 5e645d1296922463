import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { findPayments } from '../payments/payment-store.ts';
import { findRefunds } from '../returns/refund-store.ts';
import { findReturnItems } from '../returns/return-store.ts';
import { saleNumberOf } from '../sales/sale-number.ts';
import { findItems, findSales, type SaleItemRow, type SaleRow } from '../sales/sale-store.ts';
import { contentOfReturn, contentOfSale, type DocumentContent } from './document-content.ts';
import type { DocumentRow } from './document-store.ts';
import { documentCode, type PrintedDocument, type PrintedPayment } from './printed-document.ts';
import type { QrFields } from './qr-payload.ts';

/** Gathers all that is printed of a document; none of it has changed since it was issued. */
export async function printedDocumentOf(sql: Sql, row: DocumentRow): Promise<PrintedDocument> {
  const [sale] = await findSales(sql, [row.saleId]);
  if (!sale) throw new Error(`A document names sale ${row.saleId}, which is not there`);
  const items = await findItems(sql, [sale.id]);
  const isNote = row.type === 'NOTA_CREDITO';
  const content = row.content ?? (await contentFor(sql, row, items));
  const { reason, affectsSeries, affectsNumber } = row;
  return {
    ...qrFieldsOf(row),
    saleNumber: saleNumberOf(sale.id),
    sellerName: sale.sellerName,
    // Its name may change, and the series says which till it was.
    tillName: null,
    ...content,
    cashRoundingCentimos: isNote || row.content ? 0 : sale.cashRoundingCentimos,
    payments: await paymentsFor(sql, row, sale),
    affects:
      affectsSeries !== null && affectsNumber !== null
        ? documentCode(affectsSeries, affectsNumber)
        : null,
    reason,
  };
}

/** The part of a document that its row alone tells. */
export function qrFieldsOf(row: DocumentRow): QrFields {
  const { type, series, number, issuedAt, shop, taxCentimos, totalCentimos } = row;
  const customer = {
    name: row.customerName,
    docType: row.customerDocType,
    docNumber: row.customerDocNumber,
  };
  return { type, series, number, issuedAt, shop, customer, taxCentimos, totalCentimos };
}

async function contentFor(
  sql: Sql,
  { type, sourceId }: DocumentRow,
  items: readonly SaleItemRow[],
): Promise<DocumentContent> {
  if (type !== 'NOTA_CREDITO') return contentOfSale(items);
  return contentOfReturn(items, await sql.query(findReturnItems([sourceId])));
}

/** A sale's document shows how it was paid, a note what is given back, a correction neither. */
async function paymentsFor(
  sql: Sql,
  { type, sourceId, content }: DocumentRow,
  { id }: SaleRow,
): Promise<PrintedPayment[]> {
  if (content !== null) return [];
  if (type !== 'NOTA_CREDITO') return sql.query(findPayments([id]));
  const refunds = await sql.query(findRefunds([sourceId]));
  // An exchange splits a refund in two; together they are what was given back by one means.
  const byMethod = Map.groupBy(refunds, ({ method }) => method);
  return [...byMethod].map(([method, group]) => {
    const amountCentimos = group.reduce((sum, refund) => sum + refund.amountCentimos, 0);
    return { method, amountCentimos, tenderedCentimos: null };
  });
}
