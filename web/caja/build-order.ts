/** Makes the order of a cart, as the server takes it, and as the till keeps it. */
import { decimal } from '../words/money.ts';
import type { Cart } from './cart.ts';
import type { Discount } from './discount.ts';
import type { DiscountRequest, SaleInput, SaleOrder } from './sale-request.ts';
import type { Tender } from './tender.ts';

/** The place and the person of a sale. */
export interface Counter {
  sellerId: string;
  tillId: string;
}

/** The lines and the discounts of a cart, as a sale and a quote take them. */
export function itemsOf({
  lines,
  discount,
  approval,
}: Cart): Pick<SaleInput, 'items' | 'discount' | 'discountApprovalId'> {
  return {
    items: lines.map((line) => ({
      productId: line.productId,
      quantity: line.quantity,
      expectedUnitPrice: decimal(line.unitPriceCentimos),
      discount: discountRequest(line.discount),
    })),
    discount: discountRequest(discount),
    discountApprovalId: approval?.id ?? null,
  };
}

function discountRequest(discount: Discount | null): DiscountRequest | null {
  if (discount === null) return null;
  return discount.kind === 'AMOUNT'
    ? { amount: decimal(discount.centimos), percent: null }
    : { amount: null, percent: decimal(discount.basisPoints) };
}

/** Everything that an order is made from. */
export interface OrderParts extends Counter {
  key: string;
  cart: Cart;
  tenders: readonly Tender[];
  dueCentimos: number;
  changeCentimos: number;
}

export function buildOrder(parts: OrderParts): SaleOrder {
  const { key, cart, sellerId, tillId, tenders, dueCentimos, changeCentimos } = parts;
  const input: SaleInput = {
    idempotencyKey: key,
    sellerId,
    customerId: cart.customer?.id ?? null,
    ...itemsOf(cart),
    tillId,
    payments: tenders.map(({ method, amountCentimos, tenderedCentimos, reference }) => ({
      method,
      amount: decimal(amountCentimos),
      tendered: tenderedCentimos === null ? null : decimal(tenderedCentimos),
      reference,
    })),
    documentType: cart.document,
  };
  return { input, cart, tenders, dueCentimos, changeCentimos };
}
