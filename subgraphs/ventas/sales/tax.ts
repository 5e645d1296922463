/** IGV of Peru in basis points: 18 %. Prices include it. */
export const TAX_RATE_BASIS_POINTS = 1_800;

/** An amount that includes IGV, and how much of it is the taxable base and how much the tax. */
export interface TaxedAmount {
  baseCentimos: number;
  taxCentimos: number;
}

/**
 * Splits a total that includes IGV: the base is total ÷ 1.18 rounded half up, in integers, and the
 * tax is the rest, so that base + tax is the total always. (18 % of the rounded base would miss by
 * a céntimo for one total in seven.)
 * @param totalCentimos 0 or more, at most 2^53 ÷ 200
 */
export function splitTax(totalCentimos: number): TaxedAmount {
  const baseCentimos = Math.floor((totalCentimos * 200 + 118) / 236);
  return { baseCentimos, taxCentimos: totalCentimos - baseCentimos };
}
