import type { Order } from './order.ts';
import { splitTax, TAX_RATE_BASIS_POINTS } from './tax.ts';

/** A product as inventario set it aside. */
export interface HeldProduct {
  productId: string;
  sku: string;
  name: string;
  unitPriceCentimos: number;
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
}

/** The amounts of a sale in céntimos: each is the sum of its lines. */
export interface PricedSale {
  lines: PricedLine[];
  subtotalCentimos: number;
  taxCentimos: number;
  discountCentimos: number;
  totalCentimos: number;
}

/**
 * Prices an order as reserved: lines stay in the customer's order, IGV is split per line.
 * @param taxRateBasisPoints the rate that holds for the sale; each line stores it
 */
export function priceSale(
  lines: Order['lines'],
  held: readonly HeldProduct[],
  taxRateBasisPoints = TAX_RATE_BASIS_POINTS,
): PricedSale {
  const heldById = new Map(held.map((product) => [product.productId, product]));
  const priced = lines.map(({ productId, quantity }, index): PricedLine => {
    const product = heldById.get(productId);
    if (!product) throw new Error(`Product ${productId} was not held with the others`);
    const totalCentimos = product.unitPriceCentimos * quantity;
    return {
      lineNumber: index + 1,
      productId: Number(productId),
      sku: product.sku,
      productName: product.name,
      quantity,
      unitPriceCentimos: product.unitPriceCentimos,
      discountCentimos: 0,
      taxRateBasisPoints,
      ...splitTax(totalCentimos, taxRateBasisPoints),
      totalCentimos,
    };
  });
  const sum = (amount: (line: PricedLine) => number) =>
    priced.reduce((total, line) => total + amount(line), 0);
  return {
    lines: priced,
    subtotalCentimos: sum(({ baseCentimos }) => baseCentimos),
    taxCentimos: sum(({ taxCentimos }) => taxCentimos),
    discountCentimos: sum(({ discountCentimos }) => discountCentimos),
    totalCentimos: sum(({ totalCentimos }) => totalCentimos),
  };
}
