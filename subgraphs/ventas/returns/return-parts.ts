import { splitTax } from '../tax/tax.ts';

/** A line of a sale, as far as its return needs to know it; amounts in céntimos. */
export interface ReturnableLine {
  lineNumber: number;
  quantity: number;
  /** Units that came back earlier. */
  returnedQuantity: number;
  unitPriceCentimos: number;
  /** The rate that the line stores: a return takes that of its sale, never the day's. */
  taxRateBasisPoints: number;
  totalCentimos: number;
}

/** The amounts of the units that come back, in céntimos. */
export interface ReturnPart {
  baseCentimos: number;
  taxCentimos: number;
  totalCentimos: number;
}

/**
 * The worth of the first units of a line: `total · units ÷ quantity`, rounded half up. It never
 * falls, is 0 for none and the total for all, so the parts between are never negative and sum up.
 */
function worthOfUnits(totalCentimos: number, units: number, quantity: number): number {
  const doubled = 2n * BigInt(totalCentimos) * BigInt(units) + BigInt(quantity);
  return Number(doubled / BigInt(2 * quantity));
}

/**
 * The part of a line that comes back with some of its units. Base and tax are the differences of
 * what the tax rule makes of the worth before and after, so that any returns sum to the line; one
 * part's base may be a céntimo off what the rule would make of that part alone.
 * @param units 1 to what is left of the line
 */
export function returnPartOf(line: ReturnableLine, units: number): ReturnPart {
  const { totalCentimos, quantity, returnedQuantity, taxRateBasisPoints } = line;
  const before = worthOfUnits(totalCentimos, returnedQuantity, quantity);
  const after = worthOfUnits(totalCentimos, returnedQuantity + units, quantity);
  const splitBefore = splitTax(before, taxRateBasisPoints);
  const splitAfter = splitTax(after, taxRateBasisPoints);
  return {
    baseCentimos: splitAfter.baseCentimos - splitBefore.baseCentimos,
    taxCentimos: splitAfter.taxCentimos - splitBefore.taxCentimos,
    totalCentimos: after - before,
  };
}
