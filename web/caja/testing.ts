/** Records for the tests of the till. */
import { emptyCart } from './cart.ts';
import { beginAttempt } from './sale-attempt.ts';
import type { SaleOrder, TicketSale, TillAttempt } from './sale-request.ts';

/** An order of one unit of one product, paid in cash. */
export function anOrder(key: string): SaleOrder {
  return {
    input: {
      idempotencyKey: key,
      sellerId: '1',
      customerId: null,
      items: [{ productId: '7', quantity: 1, expectedUnitPrice: '12.00', discount: null }],
      tillId: '1',
      payments: [{ method: 'CASH', amount: '12.00', tendered: '20.00', reference: null }],
      discount: null,
      discountApprovalId: null,
      documentType: null,
    },
    cart: emptyCart(`cart-${key}`, null),
    tenders: [],
    dueCentimos: 1_200,
    changeCentimos: 800,
  };
}

/** An attempt of the account a1, made at 0. */
export function anAttempt(parts: Partial<TillAttempt> & { key: string }): TillAttempt {
  const account = { id: 'a1', name: 'Rosa' };
  const { key } = parts;
  const made = beginAttempt<SaleOrder, TicketSale>({ key, account, request: anOrder(key), at: 0 });
  return { ...made, ...parts };
}

/** A sale as the server answers it. */
export function aSale(id: string): TicketSale {
  return {
    id,
    number: 'ABC2345',
    createdAt: '2026-11-27T15:00:00.000Z',
    total: '12.00',
    amountDue: '12.00',
    change: '8.00',
    documentCode: null,
  };
}
