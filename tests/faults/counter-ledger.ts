// The books that clients of the counter keep by themselves: what each sale, return and refund must
// be, reckoned anew and by none of the code that they test. All amounts are céntimos.

/** A discount, as it is sent and as it counts. */
export type LedgerDiscount = { percent: number } | { amount: number } | null;

export interface WantedLine {
  productId: string;
  price: number;
  quantity: number;
  discount: LedgerDiscount;
}

export interface LedgerLine {
  productId: string;
  quantity: number;
  returned: number;
  /** Of them, the units that went back on sale. */
  restocked: number;
  total: number;
}

export interface LedgerPayment {
  method: string;
  amount: number;
  refunded: number;
}

export interface LedgerRefund {
  id: string;
  method: string;
  /** The part that still waits. */
  pending: number;
  done: number;
}

export interface LedgerReturn {
  id: string;
  refunds: LedgerRefund[];
}

export interface LedgerSale {
  key: string;
  id: string;
  tillId: string;
  lines: LedgerLine[];
  total: number;
  paid: number;
  returnedTotal: number;
  isVoid: boolean;
  payments: LedgerPayment[];
  returns: LedgerReturn[];
}

const halfUp = (numerator: number, denominator: number) =>
  Math.floor((2 * numerator + denominator) / (2 * denominator));

function discountOf(discount: LedgerDiscount, of: number): number {
  if (discount === null) return 0;
  return 'amount' in discount ? discount.amount : halfUp(of * discount.percent, 100);
}

/** The total of each line: its own discount first, then its share of the sale's. */
export function lineTotals(lines: readonly WantedLine[], whole: LedgerDiscount): number[] {
  const nets = lines.map(({ price, quantity, discount }) => {
    return price * quantity - discountOf(discount, price * quantity);
  });
  const sum = nets.reduce((total, net) => total + net, 0);
  const off = discountOf(whole, sum);
  const totals = nets.map((net) => net - Math.floor((off * net) / sum));
  let left = totals.reduce((total, one) => total + one, 0) - (sum - off);
  const byRemainder = nets
    .map((net, index) => ({ index, rest: (off * net) % sum }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of byRemainder) {
    if (left === 0) break;
    totals[index] = (totals[index] ?? 0) - 1;
    left -= 1;
  }
  return totals;
}

/** The most of an amount that coins of 0.10 can make. */
export function inCoins(amount: number): number {
  return Math.floor(amount / 10) * 10;
}

/** Units of a line, by its index, that come back. */
export interface BackLine {
  index: number;
  units: number;
}

/** A refund as the counter must plan it. */
export interface DueRefund {
  method: string;
  amount: number;
}

/** The worth of what comes back: the difference of two roundings of the line, never its own one. */
export function worthOf({ lines }: LedgerSale, back: readonly BackLine[]): number {
  return back.reduce((sum, { index, units }) => {
    const line = lines[index];
    if (!line) throw new Error(`there is no line ${index}`);
    const { total, quantity, returned } = line;
    const worthOfFirst = (count: number) => halfUp(total * count, quantity);
    return sum + worthOfFirst(returned + units) - worthOfFirst(returned);
  }, 0);
}

/** The refunds of a return: the shop keeps cash first, and gives the newest payment back first. */
export function refundsFor(sale: LedgerSale, worth: number): DueRefund[] {
  const cash = sale.payments.filter(({ method }) => method === 'CASH');
  const others = sale.payments.filter(({ method }) => method !== 'CASH');
  const paidCash = sumOf(cash.map(({ amount }) => amount));
  const paidOthers = sumOf(others.map(({ amount }) => amount));
  const before = sale.total - sale.returnedTotal;
  const keptCash = (left: number) => inCoins(Math.min(left, paidCash));
  const keptOthers = (left: number) => Math.min(paidOthers, Math.max(0, left - paidCash));
  const after = before - worth;
  return [
    ...newestFirst(others, keptOthers(before) - keptOthers(after)),
    ...newestFirst(cash, keptCash(before) - keptCash(after)),
  ];
}

function newestFirst(payments: readonly LedgerPayment[], amount: number): DueRefund[] {
  let left = amount;
  return payments.toReversed().flatMap((payment) => {
    const given = Math.min(left, payment.amount - payment.refunded);
    left -= given;
    return given > 0 ? [{ method: payment.method, amount: given }] : [];
  });
}

/** Writes a return that was answered into the books. */
export function bookReturn(
  sale: LedgerSale,
  back: readonly BackLine[],
  { restock, made }: { restock: boolean; made: LedgerReturn },
): void {
  sale.returnedTotal += worthOf(sale, back);
  for (const { index, units } of back) {
    const line = sale.lines[index];
    if (!line) continue;
    line.returned += units;
    if (restock) line.restocked += units;
  }
  for (const { method, pending, done } of made.refunds) {
    let left = pending + done;
    for (const payment of sale.payments.toReversed()) {
      if (payment.method !== method) continue;
      const given = Math.min(left, payment.amount - payment.refunded);
      payment.refunded += given;
      left -= given;
    }
  }
  sale.returns.push(made);
}

/** The part of a return that an exchange can use without cash. */
export function exchangeable({ refunds }: LedgerReturn): number {
  return sumOf(refunds.map(({ method, pending }) => (method === 'CASH' ? 0 : pending)));
}

/** Writes an exchange that was answered into the books: refunds are used in their order. */
export function bookExchange({ refunds }: LedgerReturn, amount: number): void {
  let left = amount;
  for (const refund of refunds) {
    if (refund.method === 'CASH') continue;
    const used = Math.min(left, refund.pending);
    refund.pending -= used;
    refund.done += used;
    left -= used;
  }
}

/** The units of a sale that can still come back, by line. */
export function leftOf({ lines }: LedgerSale): BackLine[] {
  return lines.flatMap(({ quantity, returned }, index) => {
    const units = quantity - returned;
    return units > 0 ? [{ index, units }] : [];
  });
}

export function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

/** @param centimos such as 1230 for `12.30` */
export function solesOf(centimos: number): string {
  return (centimos / 100).toFixed(2);
}

/** @param soles such as `12.30` */
export function centimosOf(soles: string): number {
  return Math.round(Number(soles) * 100);
}
