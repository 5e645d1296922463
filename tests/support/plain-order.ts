import type { Order, OrderLine } from '../../subgraphs/ventas/sales/order.ts';
import {
  type HeldProduct,
  type PricedSale,
  priceSale,
} from '../../subgraphs/ventas/sales/price-sale.ts';

/** 18 %, the rate that the tables begin with. */
export const IGV_BASIS_POINTS = 1_800;

/** A line without a price that the buyer was shown, and without a discount. */
export function plainLine(productId: string, quantity: number): OrderLine {
  return { productId, quantity, expectedUnitPriceCentimos: null, discount: null };
}

/** An order of a seller without a till, payments or discounts. */
export function plainOrder(lines: readonly OrderLine[], parts: Partial<Order> = {}): Order {
  return {
    scope: 'staff',
    idempotencyKey: '6b7e2f0a-7c0e-4b57-9a53-0d4f6c2f1a11',
    requestHash: 'a'.repeat(64),
    sellerId: '1',
    customerId: null,
    lines,
    discount: null,
    tenders: [],
    tillId: null,
    approvalId: null,
    documentType: null,
    isAdmin: false,
    ...parts,
  };
}

/** The money of a sale whose payment is not recorded. */
export const NO_MONEY = {
  tillId: null,
  cashSessionId: null,
  document: null,
  cashRoundingCentimos: 0,
  paidCentimos: 0,
};

/** Prices an order whose discounts are no more than there is. */
export function pricedOrder(
  order: Pick<Order, 'lines' | 'discount'>,
  held: readonly HeldProduct[],
  rate = IGV_BASIS_POINTS,
): PricedSale {
  const pricing = priceSale(order, held, rate);
  if (pricing.kind !== 'Priced') throw new Error('A discount is more than there is');
  return pricing.sale;
}
