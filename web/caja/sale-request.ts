/** The input of `realizarVenta` and the sale of its answer, as the till keeps them. */
import type { Cart, CartDocument } from './cart.ts';
import type { SaleAttempt } from './sale-attempt.ts';
import type { Tender, TenderMethod } from './tender.ts';

/** A discount as the graph takes it: soles or percent, one of the two. */
export interface DiscountRequest {
  amount: string | null;
  percent: string | null;
}

/** The input of `realizarVenta`; amounts are soles with two decimals. */
export interface SaleInput {
  idempotencyKey: string;
  sellerId: string;
  customerId: string | null;
  items: {
    productId: string;
    quantity: number;
    expectedUnitPrice: string;
    discount: DiscountRequest | null;
  }[];
  tillId: string | null;
  payments: {
    method: TenderMethod;
    amount: string;
    tendered: string | null;
    reference: string | null;
  }[];
  discount: DiscountRequest | null;
  discountApprovalId: string | null;
  documentType: CartDocument;
}

/** Everything of an attempt that never changes: the input, and what it was made from. */
export interface SaleOrder {
  input: SaleInput;
  /** Given back to the till when the sale is refused. */
  cart: Cart;
  tenders: readonly Tender[];
  dueCentimos: number;
  changeCentimos: number;
}

/** A sale as the till shows and prints it; amounts are soles with two decimals. */
export interface TicketSale {
  id: string;
  number: string;
  createdAt: string;
  total: string;
  amountDue: string;
  change: string;
  documentCode: string | null;
}

/** An attempt of this till. */
export type TillAttempt = SaleAttempt<SaleOrder, TicketSale>;
