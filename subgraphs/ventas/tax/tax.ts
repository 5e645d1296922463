/** An amount that includes IGV, and how much of it is the taxable base and how much the tax. */
export interface TaxedAmount {
  baseCentimos: number;
  taxCentimos: number;
}

/**
 * Splits a total that includes IGV: the base is total ÷ (1 + rate) rounded half up, in integers,
 * and the tax is the rest, so that base + tax is the total always. (18 % of the rounded base would
 * miss by a céntimo for one total in seven.) The verification computes the same from stored rates.
 * @param totalCentimos 0 or more, at most 2^53
 * @param rateBasisPoints the rate that the line stores, 0 to 10,000
 */
export function splitTax(totalCentimos: number, rateBasisPoints: number): TaxedAmount {
  const divisor = 10_000 + rateBasisPoints;
  // Whole multiples of the divisor divide without a rest: only what is left is multiplied.
  const rest = totalCentimos % divisor;
  const wholeBase = ((totalCentimos - rest) / divisor) * 10_000;
  const baseCentimos = wholeBase + Math.floor((20_000 * rest + divisor) / (2 * divisor));
  return { baseCentimos, taxCentimos: totalCentimos - baseCentimos };
}
