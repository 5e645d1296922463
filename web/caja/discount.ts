/**
 * Discounts by the same rules as the sale itself, so that the till shows what will be charged.
 * Amounts are whole céntimos, percentages basis points (1 is 0.01 %).
 */

export const MAX_BASIS_POINTS = 10_000;

/** A discount: an amount, or a part of what it is taken off. */
export type Discount =
  | { kind: 'AMOUNT'; centimos: number }
  | { kind: 'PERCENT'; basisPoints: number };

/**
 * A part of an amount, rounded half up to the céntimo.
 * @param centimos 0 to 2^53
 * @param basisPoints 0 to 10,000
 */
function percentOf(centimos: number, basisPoints: number): number {
  const part =
    (2n * BigInt(centimos) * BigInt(basisPoints) + BigInt(MAX_BASIS_POINTS)) /
    BigInt(2 * MAX_BASIS_POINTS);
  return Number(part);
}

/** The céntimos that a discount takes off an amount; they may be more than it. */
export function discountOf(discount: Discount | null, centimos: number): number {
  if (discount === null) return 0;
  return discount.kind === 'AMOUNT' ? discount.centimos : percentOf(centimos, discount.basisPoints);
}

/**
 * Shares an amount out in proportion to weights, exactly: what the whole parts leave goes, a
 * céntimo each, to the largest remainders; of equal ones, to the lower index.
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
