import { v5 as uuidv5 } from 'uuid';
import type { InvoiceLine } from './invoice-file.ts';

export interface Invoice {
  invoiceNo: string;
  customerNo: string | null;
  lines: readonly InvoiceLine[];
}

/** The reasons why an invoice of the file is no sale. */
export type NotSellable =
  | 'cancellation'
  | 'writeOff'
  | 'negativePrice'
  | 'inexactPrice'
  | 'withoutPrice';

/** A sale to make: all lines of an invoice, or those at one price level. */
export interface PlannedSale {
  invoiceNo: string;
  idempotencyKey: string;
  customerNo: string | null;
  lines: readonly InvoiceLine[];
}

/** Never to be changed: the keys of all sales made from invoices derive from it. */
const KEY_NAMESPACE = '0d6b2f5e-7a41-5c0b-9f3d-3e1f6a9c2b84';

/** Gathers the lines of each invoice, in the order in which the file first names the invoices. */
export function groupInvoices(lines: readonly InvoiceLine[]): Invoice[] {
  const linesByInvoice = Map.groupBy(lines, ({ invoiceNo }) => invoiceNo);
  return [...linesByInvoice].map(([invoiceNo, own]) => ({
    invoiceNo,
    customerNo: own.find(({ customerNo }) => customerNo !== null)?.customerNo ?? null,
    lines: own,
  }));
}

/**
 * @returns null when the invoice is a sale: every quantity and every price is above zero, and no
 *   price is finer than a céntimo
 */
export function whyNotSellable({ invoiceNo, lines }: Invoice): NotSellable | null {
  const takesBack = lines.some(({ quantity }) => quantity <= 0);
  const isFree = lines.some(({ unitPriceCentimos }) => unitPriceCentimos <= 0);
  if (!takesBack && !isFree) return null;
  if (invoiceNo.toUpperCase().startsWith('C')) return 'cancellation';
  if (takesBack) return 'writeOff';
  if (lines.some(({ unitPriceCentimos }) => unitPriceCentimos < 0)) return 'negativePrice';
  return lines.some(({ isPriceExact }) => !isPriceExact) ? 'inexactPrice' : 'withoutPrice';
}

/**
 * Splits an invoice so that within a sale every code has one price: the first sale takes each code
 * at the first price the invoice has for it, the second sale at the second price, and so on.
 */
export function toSales({ invoiceNo, customerNo, lines }: Invoice): PlannedSale[] {
  const pricesBySku = new Map<string, number[]>();
  const levelOf = ({ sku, unitPriceCentimos }: InvoiceLine): number => {
    const prices = pricesBySku.get(sku) ?? [];
    if (!prices.includes(unitPriceCentimos)) {
      pricesBySku.set(sku, [...prices, unitPriceCentimos]);
      return prices.length;
    }
    return prices.indexOf(unitPriceCentimos);
  };
  const linesByLevel = Map.groupBy(lines, levelOf);
  return [...linesByLevel]
    .sort(([left], [right]) => left - right)
    .map(([level, own]) => ({
      invoiceNo,
      idempotencyKey: keyOf(invoiceNo, level),
      customerNo,
      lines: own,
    }));
}

function keyOf(invoiceNo: string, level: number): string {
  const name = level === 0 ? invoiceNo : `${invoiceNo}#${level + 1}`;
  return uuidv5(name, KEY_NAMESPACE);
}

/** The key of an invoice itself, from which the keys of what becomes of it derive. */
export function keyOfInvoice(invoiceNo: string): string {
  return keyOf(invoiceNo, 0);
}

/** The key of a step that follows from a sale, or from another record. */
export function keyAfter(idempotencyKey: string, step: string): string {
  return uuidv5(`${idempotencyKey} ${step}`, KEY_NAMESPACE);
}

/** The total of the lines, in céntimos. */
export function totalCentimosOf(lines: readonly InvoiceLine[]): number {
  return lines.reduce(
    (total, { quantity, unitPriceCentimos }) => total + quantity * unitPriceCentimos,
    0,
  );
}
