import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import type { LockingEditDeps } from '../../../common/subgraph/edit/edit.ts';
import { parseRowId, parseUuid } from '../../../common/values/ids.ts';
import { lockingEditAt } from '../edit.ts';
import type { EmitirComprobanteInput } from '../generated/schema-types.ts';
import { lockSales } from '../returns/refund-store.ts';
import { findReturnsOfSales } from '../returns/return-store.ts';
import { findParties, partyRows } from '../sales/sale-parties-store.ts';
import type { SaleRow } from '../sales/sale-store.ts';
import { findShop } from '../shop/shop-store.ts';
import { findTills } from '../tills/till-store.ts';
import {
  amountRejection,
  customerRejection,
  type DocumentRejection,
  type RequestedType,
  seriesOf,
  typeOfSeries,
} from './document-rules.ts';
import { findDocumentsBySource, findQueued, insertQueue, type QueueRow } from './document-store.ts';
import { documentSourceOf, noteOf, noteSeriesOf, setDocument } from './note-store.ts';

const documentEdit = lockingEditAt('document');

/** The sale whose document was asked for, or why none was. */
export interface DocumentRequest {
  /** Null when there is no such sale. */
  saleId: string | null;
  replayed: boolean;
  userErrors: UserError[];
}

/** The buyer that a document names. */
export type Buyer = Pick<QueueRow, 'customerName' | 'customerDocType' | 'customerDocNumber'>;

/** Answers that nothing was asked for. */
export function refused(saleId: string | null, error: UserError): DocumentRequest {
  return { saleId, replayed: false, userErrors: [error] };
}

function ofRejection({ code, path }: DocumentRejection): UserError {
  // Here the input calls it `type`.
  return userError(code, path[0] === 'documentType' ? ['type'] : path);
}

/** The error of a sale that cannot have the document. @param path from `input` down */
export function notAllowed(detail: string, path = ['saleId']): UserError {
  return userError('DOCUMENT_NOT_ALLOWED', path, detail);
}

/** Asks for the document of a sale that has none; earlier returns get their notes with it. */
export async function requestDocument(
  deps: LockingEditDeps,
  input: EmitirComprobanteInput,
): Promise<DocumentRequest> {
  const { type } = input;
  if (type === 'NOTA_CREDITO') return refused(null, notAllowed('Las notas salen solas.', ['type']));
  const id = parseUuid(input.saleId);
  return documentEdit(deps, async (sql, audit): Promise<DocumentRequest> => {
    const [sale] = id === null ? [] : await lockSales(sql, [id]);
    if (!sale) return refused(null, userError('SALE_NOT_FOUND', ['saleId']));
    const buyer = await buyerOf(sql, sale, input.customerId);
    if ('code' in buyer) return refused(sale.id, buyer);
    if (sale.documentSeries !== null) {
      const isSame = await hasSameDocument(sql, sale, { type, buyer, tillId: input.tillId });
      if (isSame) return { saleId: sale.id, replayed: true, userErrors: [] };
      return refused(sale.id, userError('DOCUMENT_EXISTS', ['saleId']));
    }
    const series = await seriesFor(sql, sale, { type, tillId: input.tillId });
    if (typeof series !== 'string') return refused(sale.id, series);
    const rejection = await requestRejection(sql, sale, { type, buyer });
    if (rejection) return refused(sale.id, rejection);

    const returns = await sql.query(findReturnsOfSales([sale.id]));
    const noteSeries = await noteSeriesOf(sql, series);
    const notes = returns
      .filter(({ totalCentimos }) => totalCentimos > 0)
      .map(({ id: returnId }) => noteOf(sale, { returnId, series: noteSeries }));
    await sql.script([
      setDocument(sale.id, { documentSeries: series, documentId: null }),
      ...insertQueue([{ series, sourceId: sale.id, type, saleId: sale.id, ...buyer }, ...notes]),
    ]);
    audit({ kind: 'DOCUMENT_REQUESTED', subject: `Sale ${sale.id}`, detail: `${type} ${series}` });
    return { saleId: sale.id, replayed: false, userErrors: [] };
  });
}

/** The buyer whom a document is to name: a customer who is named here, or that of the sale. */
export async function buyerOf(
  sql: Sql,
  sale: SaleRow,
  customerId: string | null | undefined,
): Promise<Buyer | UserError> {
  if (customerId === null || customerId === undefined) {
    const { customerName, customerDocType, customerDocNumber } = sale;
    return { customerName, customerDocType, customerDocNumber };
  }
  const rowId = parseRowId<'Customer'>(customerId);
  const customerIds = rowId === null ? [] : [rowId];
  const [, rows] = await sql.script(findParties({ sellerIds: [], customerIds }));
  const customer = rowId === null ? undefined : partyRows([], rows).customers.get(rowId);
  if (!customer) return userError('CUSTOMER_NOT_FOUND', ['customerId']);
  return {
    customerName: customer.name,
    customerDocType: customer.docType,
    customerDocNumber: customer.docNumber,
  };
}

/** The document that somebody asks for. */
interface Asked {
  type: RequestedType;
  buyer: Buyer;
  tillId: string | null | undefined;
}

/** Whether the document of a sale, issued or waiting, is the very one that is asked for. */
async function hasSameDocument(
  sql: Sql,
  sale: SaleRow,
  { type, buyer, tillId }: Asked,
): Promise<boolean> {
  const series = sale.documentSeries ?? '';
  const sourceId = documentSourceOf(sale);
  const [[waiting], [issued]] = await sql.script([
    findQueued(series, sourceId),
    findDocumentsBySource([sourceId]),
  ]);
  const current = issued ?? waiting;
  if (!current || typeOfSeries(series) !== type) return false;
  if (tillId && (await seriesFor(sql, sale, { type, tillId })) !== series) return false;
  const named = current.customerName === null ? sale : current;
  return (
    named.customerName === buyer.customerName &&
    named.customerDocType === buyer.customerDocType &&
    named.customerDocNumber === buyer.customerDocNumber
  );
}

async function seriesFor(
  sql: Sql,
  sale: SaleRow,
  { type, tillId }: { type: RequestedType; tillId: string | null | undefined },
): Promise<string | UserError> {
  const isGiven = tillId !== null && tillId !== undefined;
  const rowId = isGiven ? parseRowId<'Till'>(tillId) : sale.tillId;
  const [till] = rowId === null ? [] : await sql.query(findTills([rowId]));
  return till ? seriesOf(till, type) : userError('TILL_NOT_FOUND', ['tillId']);
}

async function requestRejection(
  sql: Sql,
  sale: SaleRow,
  { type, buyer }: { type: RequestedType; buyer: Buyer },
): Promise<UserError | null> {
  if (sale.status === 'CANCELLED') return notAllowed('La venta está anulada.');
  const [shop] = await sql.query(findShop());
  if (!shop) return notAllowed('Faltan los datos de la tienda.', ['type']);
  return fitRejection(type, buyer, sale.totalCentimos);
}

/** Tells why a document of a kind does not fit its buyer or its amount; null when it does. */
export function fitRejection(
  type: RequestedType,
  { customerDocType }: Buyer,
  totalCentimos: number,
): UserError | null {
  const rejection =
    customerRejection(type, customerDocType) ??
    amountRejection(type, customerDocType, totalCentimos);
  return rejection && ofRejection(rejection);
}
