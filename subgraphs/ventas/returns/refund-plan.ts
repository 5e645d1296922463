import { wholeCoins } from '../payments/cash.ts';
import type { PaymentMethod } from '../payments/tender.ts';

/** A payment of a sale, as far as giving it back needs to know it; amounts in céntimos. */
export interface RefundablePayment {
  seq: number;
  method: PaymentMethod;
  amountCentimos: number;
  /** The part of it that was given back earlier. */
  refundedCentimos: number;
}

/** Money to be given back of one payment, in céntimos. */
export interface PlannedRefund {
  paymentSeq: number;
  method: PaymentMethod;
  amountCentimos: number;
}

/** The part that the shop keeps of a sale's money, by the means that it came by, in céntimos. */
interface KeptMoney {
  cash: number;
  electronic: number;
}

/**
 * Keeps of a sale that is now worth an amount: cash first, in whole coins. Both never fall
 * when the worth grows, so no refund is negative, and all of them sum to what was paid.
 */
function keptOf(worthCentimos: number, paid: KeptMoney): KeptMoney {
  return {
    cash: wholeCoins(Math.min(worthCentimos, paid.cash)),
    electronic: Math.min(paid.electronic, Math.max(0, worthCentimos - paid.cash)),
  };
}

/**
 * Plans what to give back when a sale loses worth: by the means that the money came by, cash in
 * multiples of 0.10, and of each kind the newest payment first.
 * @param worth the worth of the sale's lines before the return and after it
 */
export function planRefunds(
  payments: readonly RefundablePayment[],
  worth: { beforeCentimos: number; afterCentimos: number },
): PlannedRefund[] {
  const cash = payments.filter(({ method }) => method === 'CASH');
  const electronic = payments.filter(({ method }) => method !== 'CASH');
  const paid = { cash: sumOf(cash), electronic: sumOf(electronic) };
  const before = keptOf(worth.beforeCentimos, paid);
  const after = keptOf(worth.afterCentimos, paid);
  return [
    ...takeNewestFirst(electronic, before.electronic - after.electronic),
    ...takeNewestFirst(cash, before.cash - after.cash),
  ];
}

function sumOf(payments: readonly RefundablePayment[]): number {
  return payments.reduce((sum, { amountCentimos }) => sum + amountCentimos, 0);
}

function takeNewestFirst(
  payments: readonly RefundablePayment[],
  amountCentimos: number,
): PlannedRefund[] {
  let left = amountCentimos;
  const refunds: PlannedRefund[] = [];
  for (const payment of payments.toSorted((a, b) => b.seq - a.seq)) {
    const { seq, method, refundedCentimos } = payment;
    const taken = Math.min(left, payment.amountCentimos - refundedCentimos);
    if (taken > 0) refunds.push({ paymentSeq: seq, method, amountCentimos: taken });
    left -= taken;
  }
  if (left > 0) throw new Error(`${left} céntimos are to be given back that were never paid`);
  return refunds;
}
