import type { ErrorCode } from '../../../common/process/errors/error-codes.ts';
import type { DocType } from '../../../common/values/identity-document.ts';
import type { TillRow } from '../tills/till-store.ts';
import type { DocumentType } from './printed-document.ts';

/** A document that somebody may ask for; notes come by themselves. */
export type RequestedType = Exclude<DocumentType, 'NOTA_CREDITO'>;

/** Above so much a boleta names its buyer, in céntimos (SUNAT): S/ 700.00. */
const MAX_ANONYMOUS_CENTIMOS = 70_000;

/** The reason why a document is not written, and the part of the input that it is about. */
export interface DocumentRejection {
  code: Extract<ErrorCode, 'CUSTOMER_REQUIRED' | 'INVALID_DOCUMENT' | 'DOCUMENT_NOT_ALLOWED'>;
  path: string[];
}

/** Judges who the document is for: a factura is for a RUC. */
export function customerRejection(
  type: RequestedType,
  customerDocType: DocType | null,
): DocumentRejection | null {
  if (type === 'BOLETA' || customerDocType === 'RUC') return null;
  const code = customerDocType === null ? 'CUSTOMER_REQUIRED' : 'INVALID_DOCUMENT';
  return { code, path: ['customerId'] };
}

/** Judges the amount: nothing is no sale to document, and a large boleta names its buyer. */
export function amountRejection(
  type: RequestedType,
  customerDocType: DocType | null,
  totalCentimos: number,
): DocumentRejection | null {
  if (totalCentimos === 0) return { code: 'DOCUMENT_NOT_ALLOWED', path: ['documentType'] };
  const isIdentified = customerDocType !== null && customerDocType !== 'NONE';
  if (type === 'FACTURA' || isIdentified || totalCentimos <= MAX_ANONYMOUS_CENTIMOS) return null;
  return { code: 'CUSTOMER_REQUIRED', path: ['customerId'] };
}

/** The series of a till for a kind of document. */
export function seriesOf(
  till: Pick<TillRow, 'seriesBoleta' | 'seriesFactura'>,
  type: RequestedType,
): string {
  return type === 'BOLETA' ? till.seriesBoleta : till.seriesFactura;
}

const SERIES = /^[BF][0-9A-Z]{3}$/;

/** Whether a text that a client gave can be a series. */
export function isSeries(text: string): boolean {
  return SERIES.test(text);
}

/** The kind of a document by its series. */
export function typeOfSeries(series: string): RequestedType {
  return series.startsWith('F') ? 'FACTURA' : 'BOLETA';
}
