import type { DocType } from '../../../common/values/identity-document.ts';
import { formatSoles } from '../../../common/values/money.ts';
import { type DocumentType, documentDigits, type PrintedDocument } from './printed-document.ts';
import { limaDay } from './printed-values.ts';

/** SUNAT's catalogue 01, kinds of document. */
const DOCUMENT_CODES: Record<DocumentType, string> = {
  FACTURA: '01',
  BOLETA: '03',
  NOTA_CREDITO: '07',
};

/** SUNAT's catalogue 06, kinds of identity document. */
const IDENTITY_CODES: Record<DocType, string> = {
  NONE: '0',
  DNI: '1',
  CE: '4',
  RUC: '6',
  PASSPORT: '7',
};

const SEPARATOR = '|';

/** The fields of a document that its QR code tells. */
export type QrFields = Pick<
  PrintedDocument,
  'type' | 'series' | 'number' | 'issuedAt' | 'shop' | 'customer' | 'taxCentimos' | 'totalCentimos'
>;

/**
 * The text of the QR code: `RUC|type|series|number|IGV|total|date|docType|docNumber|`, the fields
 * and their order as SUNAT has them on printed electronic documents (R.S. 185-2015/SUNAT and those
 * after it), up to the hash, which a document without a signed XML does not have.
 *
 * Assumed, as the rules leave room: the number has the digits of the document's code, the date is
 * the day in Lima, amounts have two decimals and no thousands, and a buyer without a document is
 * `0|-`. A separator inside of a field becomes a blank, so that there are nine fields always.
 */
export function qrPayload(document: QrFields): string {
  const { docType, docNumber } = document.customer;
  const fields = [
    document.shop.ruc,
    DOCUMENT_CODES[document.type],
    document.series,
    documentDigits(document.number),
    formatSoles(document.taxCentimos),
    formatSoles(document.totalCentimos),
    limaDay(document.issuedAt),
    IDENTITY_CODES[docType ?? 'NONE'],
    docNumber ?? '-',
  ];
  return fields.map((field) => `${field.replaceAll(SEPARATOR, ' ')}${SEPARATOR}`).join('');
}
