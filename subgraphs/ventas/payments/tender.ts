import { isWholeCoins, wholeCoins } from './cash.ts';

/** The means of payment at the counter. */
export const PAYMENT_METHODS = ['CASH', 'CARD', 'YAPE', 'PLIN', 'TRANSFER', 'EXCHANGE'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** One means that a buyer pays with; amounts in céntimos. */
export interface Tender {
  method: PaymentMethod;
  /** The part of the sale that it pays, never what was handed over. */
  amountCentimos: number;
  /** The cash that was handed over; null when it was the amount, and for other means. */
  tenderedCentimos: number | null;
  /** The operation's number, in capitals; null for cash and exchanges. */
  reference: string | null;
  /** The return whose refund pays; null but for an exchange. */
  returnId: string | null;
}

/** The amount to be paid for a sale, in céntimos. */
export interface AmountDue {
  /** 0 or less: what a sale wholly in cash is rounded by, since there are no smaller coins. */
  cashRoundingCentimos: number;
  amountDueCentimos: number;
}

/**
 * Finds what is due of a total. A sale that is paid in cash, or in cash and by a swap, is rounded
 * down to the smallest coin, unless the swap makes up the very total; one that is paid in part by
 * other means, or whose payment is not recorded, is not.
 */
export function amountDueOf(totalCentimos: number, tenders: readonly Tender[]): AmountDue {
  const isExact = sumOf(tenders) === totalCentimos;
  const amountDueCentimos =
    isInCoins(tenders) && !isExact ? wholeCoins(totalCentimos) : totalCentimos;
  // `0 -` and no sign: a rounding of nothing is 0 and not −0.
  return { cashRoundingCentimos: 0 - (totalCentimos - amountDueCentimos), amountDueCentimos };
}

function isInCoins(tenders: readonly Tender[]): boolean {
  const isCoins = ({ method }: Tender) => method === 'CASH' || method === 'EXCHANGE';
  return tenders.length > 0 && tenders.every(isCoins);
}

function sumOf(tenders: readonly Tender[]): number {
  return tenders.reduce((sum, { amountCentimos }) => sum + amountCentimos, 0);
}

/** The reason why tenders do not pay for a sale. */
export type TenderRejection =
  | { code: 'PAYMENT_MISMATCH'; dueCentimos: number; offeredCentimos: number }
  /** Nothing is due in coins, so nobody can pay it in cash. */
  | { code: 'INVALID_PAYMENT'; path: string[] };

/** Judges whether tenders pay exactly what is due; no tenders: the payment is not recorded. */
export function judgeTenders(
  totalCentimos: number,
  tenders: readonly Tender[],
): TenderRejection | null {
  if (tenders.length === 0) return null;
  const { amountDueCentimos } = amountDueOf(totalCentimos, tenders);
  const offeredCentimos = sumOf(tenders);
  if (offeredCentimos === amountDueCentimos) return null;
  if (amountDueCentimos === 0 && totalCentimos > 0) {
    return { code: 'INVALID_PAYMENT', path: ['payments'] };
  }
  return { code: 'PAYMENT_MISMATCH', dueCentimos: amountDueCentimos, offeredCentimos };
}

/** The cash that goes back over the counter of what was handed over, in céntimos. */
export function changeOf({
  amountCentimos,
  tenderedCentimos,
}: Pick<Tender, 'amountCentimos' | 'tenderedCentimos'>): number {
  return tenderedCentimos === null ? 0 : tenderedCentimos - amountCentimos;
}

/** Whether an amount of cash is one that coins can make. */
export function isPayableInCash(centimos: number): boolean {
  return centimos > 0 && isWholeCoins(centimos);
}
