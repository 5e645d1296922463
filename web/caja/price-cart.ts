/** Amounts of a cart by the rules of the sale, in whole céntimos. */
import type { Cart, CartLine } from './cart.ts';
import { discountOf, shareByWeight } from './discount.ts';

/** The amounts of a line in céntimos. */
export interface PricedLine {
  grossCentimos: number;
  /** The line's own discount and its share of the sale's. */
  discountCentimos: number;
  /** The line's own discount alone, as its badge shows it. */
  ownDiscountCentimos: number;
  totalCentimos: number;
}

/** The amounts of a cart in céntimos. */
export interface PricedCart {
  lines: readonly PricedLine[];
  grossCentimos: number;
  discountCentimos: number;
  totalCentimos: number;
  /** Whether a discount is more than what it is taken off: such a sale is refused. */
  isOverDiscounted: boolean;
}

/**
 * Reckons a cart up as the sale will be: a line's own discount first, then the sale's in proportion
 * to what is left of the lines.
 */
export function priceCart({ lines, discount }: Pick<Cart, 'lines' | 'discount'>): PricedCart {
  const net = lines.map((line) => {
    const grossCentimos = grossOf(line);
    const wanted = discountOf(line.discount, grossCentimos);
    const ownDiscountCentimos = Math.min(wanted, grossCentimos);
    return { grossCentimos, ownDiscountCentimos, isOver: wanted > grossCentimos };
  });
  const weights = net.map((line) => line.grossCentimos - line.ownDiscountCentimos);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const wanted = discountOf(discount, sum);
  const shares = shareByWeight(Math.min(wanted, sum), weights);
  const priced = net.map(({ grossCentimos, ownDiscountCentimos }, index): PricedLine => {
    const discountCentimos = ownDiscountCentimos + (shares[index] ?? 0);
    const totalCentimos = grossCentimos - discountCentimos;
    return { grossCentimos, discountCentimos, ownDiscountCentimos, totalCentimos };
  });
  const isOverDiscounted = wanted > sum || net.some(({ isOver }) => isOver);
  return { lines: priced, ...sumsOf(priced), isOverDiscounted };
}

function sumsOf(lines: readonly PricedLine[]): Omit<PricedCart, 'lines' | 'isOverDiscounted'> {
  const sum = (amount: (line: PricedLine) => number) =>
    lines.reduce((total, line) => total + amount(line), 0);
  return {
    grossCentimos: sum(({ grossCentimos }) => grossCentimos),
    discountCentimos: sum(({ discountCentimos }) => discountCentimos),
    totalCentimos: sum(({ totalCentimos }) => totalCentimos),
  };
}

function grossOf({ unitPriceCentimos, quantity }: CartLine): number {
  return unitPriceCentimos * quantity;
}
