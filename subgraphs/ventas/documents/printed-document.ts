import type { DocType } from '../../../common/values/identity-document.ts';
import type { PaymentMethod } from '../payments/tender.ts';

/** Kinds of document that a sale has. */
export type DocumentType = 'BOLETA' | 'FACTURA' | 'NOTA_CREDITO';

/** A line as it was sold. */
export interface PrintedLine {
  quantity: number;
  description: string;
  unitPriceCentimos: number;
  /** Taken off the whole line; its total is without it. */
  discountCentimos: number;
  totalCentimos: number;
}

/** A part of the total, as it was paid. */
export interface PrintedPayment {
  method: PaymentMethod;
  amountCentimos: number;
  /** The cash that the customer handed over; the rest above the amount is change. */
  tenderedCentimos: number | null;
}

/**
 * Everything that is printed of a document, as it was copied when the document was issued: a later
 * edit of the shop, the customer or a product does not change what was handed out.
 */
export interface PrintedDocument {
  type: DocumentType;
  series: string;
  number: number;
  issuedAt: Date;
  shop: {
    legalName: string;
    tradeName: string | null;
    ruc: string;
    address: string;
    phone: string | null;
    /** The shop's own words at the end, such as its terms of exchange; may hold line ends. */
    ticketNote: string | null;
  };
  customer: {
    name: string | null;
    docType: DocType | null;
    docNumber: string | null;
  };
  saleNumber: string;
  sellerName: string;
  tillName: string | null;
  lines: readonly PrintedLine[];
  /** The distinct rates of the lines. */
  taxRateBasisPoints: readonly number[];
  baseCentimos: number;
  taxCentimos: number;
  /** The discounts of the lines together. */
  discountCentimos: number;
  /** Base and tax. */
  totalCentimos: number;
  /** Taken off a total that is paid in cash: 0 or negative. */
  cashRoundingCentimos: number;
  payments: readonly PrintedPayment[];
  /** Code of the document that a note corrects. */
  affects: string | null;
  /** The reason of a note. */
  reason: string | null;
}

const NUMBER_DIGITS = 8;

/** The number in the digits in which documents are known: 12 → "00000012". */
export function documentDigits(number: number): string {
  return String(number).padStart(NUMBER_DIGITS, '0');
}

/** The code by which people name a document: `B001-00000012`. */
export function documentCode(series: string, number: number): string {
  return `${series}-${documentDigits(number)}`;
}

const CODE = /^([BF][0-9A-Z]{3})\s*\p{Pd}\s*(\d{1,9})$/u;

/**
 * Reads the code of a document as people write it: `b001-12` too.
 * @returns null when the text is none
 */
export function readDocumentCode(text: string): { series: string; number: number } | null {
  const [, series, number] = CODE.exec(text.toUpperCase()) ?? [];
  return series === undefined ? null : { series, number: Number(number) };
}
