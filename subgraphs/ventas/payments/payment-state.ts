import type { SaleRow } from '../sales/sale-store.ts';

/** The state of the payment of a sale, as the graph names it. */
export type PaymentState = 'UNPAID' | 'PARTIAL' | 'PAID' | 'REFUNDED';

type Money = Pick<
  SaleRow,
  | 'status'
  | 'totalCentimos'
  | 'cashRoundingCentimos'
  | 'paidCentimos'
  | 'refundedCentimos'
  | 'returnedCentimos'
>;

/** The amount to be paid for a sale, in céntimos. */
export function dueOf({ totalCentimos, cashRoundingCentimos }: Money): number {
  return totalCentimos + cashRoundingCentimos;
}

/**
 * The amount still to be paid of a sale, in céntimos. A sale that was paid in full stays so: a
 * refund of cash is rounded to coins, and the rest of the céntimo must not be owed again.
 */
export function balanceOf(sale: Money): number {
  const due = dueOf(sale);
  if (sale.status === 'CANCELLED' || sale.paidCentimos >= due) return 0;
  return Math.max(0, due - sale.returnedCentimos - sale.paidCentimos + sale.refundedCentimos);
}

export function paymentStateOf(sale: Money): PaymentState {
  const { paidCentimos, refundedCentimos } = sale;
  if (paidCentimos > 0 && refundedCentimos === paidCentimos) return 'REFUNDED';
  if (balanceOf(sale) === 0 && (paidCentimos > 0 || dueOf(sale) === 0)) return 'PAID';
  return paidCentimos > 0 ? 'PARTIAL' : 'UNPAID';
}
