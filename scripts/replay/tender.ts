import { wholeCoins } from '../../subgraphs/ventas/payments/cash.ts';
import { type PlannedSale, totalCentimosOf } from './invoices.ts';

/** The means that a replay sells for. */
export type TenderMethod = 'CASH' | 'CARD';

/** The one means that pays a sale. */
export interface Tender {
  method: TenderMethod;
  amountCentimos: number;
  /** The number of the operation; null for cash. */
  reference: string | null;
}

/** Amounts by the means that they were paid with, in céntimos. */
export type ByMethod = Record<TenderMethod, number>;

const EVEN = /[02468]$/;
const MAX_REFERENCE_LENGTH = 20;
const MIN_REFERENCE_LENGTH = 4;

/**
 * Chooses the means for a sale: cash in whole coins when the invoice's number is even, else a card.
 * An amount that no coin can make is paid by card too.
 */
export function tenderOf({ invoiceNo, lines }: Pick<PlannedSale, 'invoiceNo' | 'lines'>): Tender {
  const totalCentimos = totalCentimosOf(lines);
  const coinsCentimos = wholeCoins(totalCentimos);
  if (EVEN.test(invoiceNo) && coinsCentimos > 0) {
    return { method: 'CASH', amountCentimos: coinsCentimos, reference: null };
  }
  return { method: 'CARD', amountCentimos: totalCentimos, reference: referenceOf(invoiceNo) };
}

/** The number of a card's operation: that of the invoice, in the letters that a terminal has. */
export function referenceOf(invoiceNo: string): string {
  return invoiceNo
    .toUpperCase()
    .replaceAll(/[^A-Z0-9-]/g, '-')
    .slice(-MAX_REFERENCE_LENGTH)
    .padStart(MIN_REFERENCE_LENGTH, '0');
}
