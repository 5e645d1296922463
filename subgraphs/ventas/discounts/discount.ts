import { MAX_BASIS_POINTS } from '../../../common/values/money.ts';

/** A discount as it was asked for: an amount in céntimos, or a part of what it is taken off. */
export type Discount =
  | { kind: 'Amount'; centimos: number }
  /** 1 is 0.01 %, 10,000 is all of it. */
  | { kind: 'Percent'; basisPoints: number };

/**
 * A part of an amount, rounded half up to the céntimo.
 * @param centimos 0 to 2^53
 * @param basisPoints 0 to 10,000
 */
export function percentOf(centimos: number, basisPoints: number): number {
  const part =
    (2n * BigInt(centimos) * BigInt(basisPoints) + BigInt(MAX_BASIS_POINTS)) /
    BigInt(2 * MAX_BASIS_POINTS);
  return Number(part);
}

/** @returns the céntimos that a discount takes off an amount; they may be more than it */
export function discountOf(discount: Discount | null, centimos: number): number {
  if (discount === null) return 0;
  return discount.kind === 'Amount' ? discount.centimos : percentOf(centimos, discount.basisPoints);
}

/**
 * Shares an amount out in proportion to weights, exactly: each share is the whole part of its
 * proportion, and what is left goes, a céntimo each, to the largest remainders; of equal ones, to
 * the lower index. No share is more than its weight when the amount is no more than their sum.
 * @param amount céntimos, 0 to the sum of the weights
 */
export function shareByWeight(amount: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + BigInt(weight), 0n);
  if (amount === 0 || sum === 0n) return weights.map(() => 0);
  const parts = weights.map((weight, index) => {
    const product = BigInt(amount) * BigInt(weight);
    return { index, whole: Number(product / sum), remainder: product % sum };
  });
  const left = amount - parts.reduce((total, { whole }) => total + whole, 0);
  const byRemainder = parts.toSorted((a, b) => {
    if (a.remainder === b.remainder) return a.index - b.index;
    return a.remainder > b.remainder ? -1 : 1;
  });
  const shares = parts.map(({ whole }) => whole);
  for (const { index, whole } of byRemainder.slice(0, left)) shares[index] = whole + 1;
  return shares;
}

/**
 * The most that somebody may take off a sale: the percentage of the whole or the sum of that of
 * each line, whichever is more, since each rounds half up (5 % of 883.11 is 44.16).
 * @param grosses the lines at full price, in céntimos
 */
export function largestDiscount(grosses: readonly number[], basisPoints: number): number {
  const ofEach = grosses.reduce((sum, gross) => sum + percentOf(gross, basisPoints), 0);
  const whole = grosses.reduce((sum, gross) => sum + gross, 0);
  return Math.max(ofEach, percentOf(whole, basisPoints));
}
