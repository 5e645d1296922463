import { type Discount, discountOf, shareByWeight } from '../discounts/discount.ts';
import { splitTax } from '../tax/tax.ts';
import type { Order } from './order.ts';

/** A product as inventario set it aside. */
export interface HeldProduct {
  productId: string;
  sku: string;
  name: string;
  unitPriceCentimos: number;
  /** Null without one; left out where nobody asked. */
  categoryId?: string | null;
}

/** A line of a sale with its amounts in céntimos and the product's data as reserved. */
export interface PricedLine {
  lineNumber: number;
  productId: number;
  sku: string;
  productName: string;
  quantity: number;
  unitPriceCentimos: number;
  discountCentimos: number;
  taxRateBasisPoints: number;
  baseCentimos: number;
  taxCentimos: number;
  totalCentimos: number;
  categoryId: number | null;
}

/** The amounts of a sale in céntimos: each is the sum of its lines. */
export interface PricedSale {
  lines: PricedLine[];
  subtotalCentimos: number;
  taxCentimos: number;
  discountCentimos: number;
  totalCentimos: number;
}

/** The amounts of a sale, or the parts of the input whose discount is more than there is. */
export type Pricing =
  | { kind: 'Priced'; sale: PricedSale }
  | { kind: 'ExcessiveDiscount'; paths: string[][] };

/** A line with its own discount, before the sale's is shared. */
interface NetLine {
  line: Order['lines'][number];
  product: HeldProduct;
  grossCentimos: number;
  discountCentimos: number;
}

/**
 * Prices an order as reserved: lines stay in the customer's order. A line's own discount comes off
 * first; the sale's is shared in proportion to what is left of the lines; IGV is split per line.
 * @param taxRateBasisPoints the rate that holds for the sale; each line stores it
 */
export function priceSale(
  { lines, discount }: Pick<Order, 'lines' | 'discount'>,
  held: readonly HeldProduct[],
  taxRateBasisPoints: number,
): Pricing {
  const heldById = new Map(held.map((product) => [product.productId, product]));
  const net = lines.map((line): NetLine => {
    const product = heldById.get(line.productId);
    if (!product) throw new Error(`Product ${line.productId} was not held with the others`);
    const grossCentimos = product.unitPriceCentimos * line.quantity;
    const discountCentimos = discountOf(line.discount, grossCentimos);
    return { line, product, grossCentimos, discountCentimos };
  });
  const excessive = net.flatMap(({ grossCentimos, discountCentimos }, index) =>
    discountCentimos > grossCentimos ? [['items', String(index), 'discount']] : [],
  );
  if (excessive.length > 0) return { kind: 'ExcessiveDiscount', paths: excessive };
  const shares = shareDiscount(net, discount);
  if (shares === null) return { kind: 'ExcessiveDiscount', paths: [['discount']] };
  const priced = net.map((line, index) => priceLine(line, index, shares, taxRateBasisPoints));
  return { kind: 'Priced', sale: { lines: priced, ...sumsOf(priced) } };
}

/** @returns each line's share in céntimos; null when the discount is more than all of them */
function shareDiscount(net: readonly NetLine[], discount: Discount | null): number[] | null {
  if (discount === null) return [];
  const weights = net.map((line) => line.grossCentimos - line.discountCentimos);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const centimos = discountOf(discount, sum);
  return centimos > sum ? null : shareByWeight(centimos, weights);
}

function priceLine(
  { line, product, grossCentimos, discountCentimos }: NetLine,
  index: number,
  shares: readonly number[],
  taxRateBasisPoints: number,
): PricedLine {
  const discount = discountCentimos + (shares[index] ?? 0);
  const totalCentimos = grossCentimos - discount;
  return {
    lineNumber: index + 1,
    productId: Number(line.productId),
    sku: product.sku,
    productName: product.name,
    quantity: line.quantity,
    unitPriceCentimos: product.unitPriceCentimos,
    discountCentimos: discount,
    taxRateBasisPoints,
    ...splitTax(totalCentimos, taxRateBasisPoints),
    totalCentimos,
    categoryId: product.categoryId ? Number(product.categoryId) : null,
  };
}

/** The amounts of a sale are the sums of its lines. */
export function sumsOf(priced: readonly PricedLine[]): Omit<PricedSale, 'lines'> {
  const sum = (amount: (line: PricedLine) => number) =>
    priced.reduce((total, line) => total + amount(line), 0);
  return {
    subtotalCentimos: sum(({ baseCentimos }) => baseCentimos),
    taxCentimos: sum(({ taxCentimos }) => taxCentimos),
    discountCentimos: sum(({ discountCentimos }) => discountCentimos),
    totalCentimos: sum(({ totalCentimos }) => totalCentimos),
  };
}
