// One person at the counter: sells, takes back, undoes and pays out, each thing with one key until
// it is known, and keeps own books of it.
// Long because each thing that is done is also booked, next to how it is sent.
import { type Counter, type CounterAnswer, card, codesOf } from '../support/counter.ts';
import { DRAWER_CODES, type Send, untilFinal } from './counter-client.ts';
import {
  type BackLine,
  bookExchange,
  bookReturn,
  centimosOf,
  exchangeable,
  inCoins,
  type LedgerDiscount,
  type LedgerReturn,
  type LedgerSale,
  leftOf,
  lineTotals,
  refundsFor,
  solesOf,
  sumOf,
  type WantedLine,
  worthOf,
} from './counter-ledger.ts';
import type { Random } from './seeded-random.ts';

/** The books of everybody. */
export interface Books {
  sales: LedgerSale[];
  /** The keys of sales that were refused for ever. */
  refusedKeys: string[];
  /** Céntimos of cash that came into each till, without its openings. */
  cashByTill: Map<string, number>;
  /** Answers that the books do not bear out. */
  contradictions: string[];
  /** Everything that was sent. */
  operations: number;
}

/** Somebody whose sales nobody else takes back, so that own books are enough. */
export interface Shopper {
  counter: Counter;
  random: Random;
  books: Books;
  products: readonly { id: string; price: number }[];
  tillIds: readonly string[];
  /** The sales that they made. */
  own: LedgerSale[];
}

interface Tendered {
  method: string;
  amount: string;
  returnId?: string;
}

/** Sends something, now and then twice at the same moment, until it is known. */
async function settle(
  { random, books }: Shopper,
  send: Send,
  undecided?: ReadonlySet<string>,
): Promise<CounterAnswer> {
  const counted = () => {
    books.operations += 1;
    return send();
  };
  const copies = Array.from({ length: random.chance(0.1) ? 2 : 1 }, () =>
    untilFinal(counted, undecided),
  );
  const [first, ...more] = await Promise.all(copies);
  if (!first) throw new Error('nothing was sent');
  for (const answer of more) {
    const [one, other] = [idOf(first), idOf(answer)];
    if (one !== other) books.contradictions.push(`one key was answered ${one} and ${other}`);
  }
  return first;
}

function addCash({ cashByTill }: Books, tillId: string, amount: number): void {
  cashByTill.set(tillId, (cashByTill.get(tillId) ?? 0) + amount);
}

/** Sells something by some means; a drawer that is just closed refuses it for ever. */
export async function sell(shopper: Shopper): Promise<void> {
  const { counter, random, books, tillIds } = shopper;
  const lines = anyLines(shopper);
  const whole = random.chance(0.4) ? anyDiscount(random) : null;
  const totals = lineTotals(lines, whole);
  const total = sumOf(totals);
  const exchanged = random.chance(0.2) ? openReturn(shopper) : undefined;
  const payments = exchanged ? exchangeTenders(exchanged, total) : anyTenders(random, total);
  const tillId = random.oneOf(tillIds);
  const key = random.uuid();
  const items = lines.map(({ productId, quantity, discount }) => {
    return { productId, quantity, discount: inputOf(discount) };
  });
  const people = { idempotencyKey: key, sellerId: counter.shop.sellerId, tillId };
  const input = { ...people, items, discount: inputOf(whole), payments };
  const answer = await settle(shopper, () => counter.do('realizarVenta', input));
  const { sale } = answer;
  if (!sale) {
    bookRefusal(books, key, answer);
    return;
  }
  if (sale.total !== solesOf(total)) {
    books.contradictions.push(`sale ${sale.id} is ${sale.total} instead of ${solesOf(total)}`);
  }
  const paid = payments.map(({ method, amount }) => {
    return { method, amount: centimosOf(amount), refunded: 0 };
  });
  const made: LedgerSale = {
    ...{ key, id: sale.id, tillId, total, returnedTotal: 0, isVoid: false, returns: [] },
    lines: lines.map(({ productId, quantity }, index) => {
      return { productId, quantity, returned: 0, restocked: 0, total: totals[index] ?? 0 };
    }),
    paid: sumOf(paid.map(({ amount }) => amount)),
    payments: paid,
  };
  if (exchanged) bookExchange(exchanged, paid[0]?.amount ?? 0);
  addCash(books, tillId, sumOf(paid.map(({ method, amount }) => (method === 'CASH' ? amount : 0))));
  shopper.own.push(made);
  books.sales.push(made);
}

function bookRefusal({ refusedKeys, contradictions }: Books, key: string, answer: CounterAnswer) {
  refusedKeys.push(key);
  const codes = codesOf(answer).filter((code) => !DRAWER_CODES.has(String(code)));
  if (codes.length > 0) contradictions.push(`sale ${key} was refused: ${codes.join()}`);
}

/** Takes a part of an own sale back. */
export async function takeBack(shopper: Shopper): Promise<void> {
  const { random } = shopper;
  const sale = anySold(shopper);
  if (!sale) return;
  const some = leftOf(sale).filter((_, index) => index === 0 || random.chance(0.5));
  const back = some.map(({ index, units }) => ({ index, units: random.between(1, units) }));
  const how = { restock: random.chance(0.8), isLater: random.chance(0.3) };
  await giveBack(shopper, { sale, back, ...how, isVoid: false });
}

/** Undoes an own sale. */
export async function undo(shopper: Shopper): Promise<void> {
  const sale = anySold(shopper);
  if (!sale) return;
  await giveBack(shopper, {
    sale,
    back: leftOf(sale),
    isVoid: true,
    restock: true,
    isLater: false,
  });
}

/** Takes all that is left of about half of the own sales back. */
export async function takeHalfBack(shopper: Shopper): Promise<void> {
  for (const sale of shopper.own) {
    const back = leftOf(sale);
    if (back.length === 0 || shopper.random.chance(0.5)) continue;
    await giveBack(shopper, { sale, back, isVoid: false, restock: true, isLater: false });
  }
}

interface Back {
  sale: LedgerSale;
  back: readonly BackLine[];
  isVoid: boolean;
  restock: boolean;
  /** Cash waits too. */
  isLater: boolean;
}

async function giveBack(shopper: Shopper, given: Back): Promise<void> {
  const { books } = shopper;
  const { sale, back, isVoid, restock, isLater } = given;
  const worth = worthOf(sale, back);
  const due = refundsFor(sale, worth).map(({ method, amount }) => {
    const isDone = method === 'CASH' && !isLater;
    return `${method} ${solesOf(amount)} ${isDone ? 'DONE' : 'PENDING'}`;
  });
  const answer = await settle(shopper, sendBack(shopper, given), DRAWER_CODES);
  const { saleReturn } = answer;
  if (!saleReturn) {
    books.contradictions.push(`a return of ${sale.id} was refused: ${codesOf(answer).join()}`);
    return;
  }
  const told = saleReturn.refunds.map((one) => `${one.method} ${one.amount} ${one.status}`);
  const is = [saleReturn.total, ...told].join(', ');
  const must = [solesOf(worth), ...due].join(', ');
  if (is !== must) books.contradictions.push(`return ${saleReturn.id} is ${is}, not ${must}`);
  const refunds = saleReturn.refunds.map(({ id, method, amount, status }) => {
    const [pending, done] = status === 'DONE' ? [0, centimosOf(amount)] : [centimosOf(amount), 0];
    if (method === 'CASH') addCash(books, sale.tillId, -done);
    return { id, method, pending, done };
  });
  bookReturn(sale, back, { restock, made: { id: saleReturn.id, refunds } });
  if (isVoid) sale.isVoid = true;
}

function sendBack({ counter, random }: Shopper, given: Back): Send {
  const { sale, back, isVoid, restock, isLater } = given;
  const common = { idempotencyKey: random.uuid(), saleId: sale.id, reason: 'prueba' };
  if (isVoid) return () => counter.do('anularVenta', { ...common, restock });
  const items = back.map(({ index, units }) => {
    return { lineNumber: index + 1, quantity: units, restock };
  });
  const refund = isLater ? 'LATER' : 'NOW';
  return () => counter.do('registrarDevolucion', { ...common, items, refund });
}

/** Pays out what waits of an own return. */
export async function payOut(shopper: Shopper): Promise<void> {
  const { counter, random, books, tillIds } = shopper;
  const waiting = shopper.own
    .flatMap(({ returns }) => returns.flatMap(({ refunds }) => refunds))
    .filter(({ pending }) => pending > 0);
  if (waiting.length === 0) return;
  const refund = random.oneOf(waiting);
  const tillId = random.oneOf(tillIds);
  const means = refund.method === 'CASH' ? { tillId } : { reference: 'OP-1234' };
  const input = { refundId: refund.id, ...means };
  const answer = await settle(shopper, () => counter.do('confirmarReembolso', input), DRAWER_CODES);
  if (answer.refund?.status !== 'DONE' || centimosOf(answer.refund.amount) !== refund.pending) {
    books.contradictions.push(`refund ${refund.id} was answered ${JSON.stringify(answer)}`);
  }
  if (refund.method === 'CASH') addCash(books, tillId, -refund.pending);
  refund.done += refund.pending;
  refund.pending = 0;
}

function anySold({ own, random }: Shopper): LedgerSale | undefined {
  const some = own.filter((sale) => leftOf(sale).length > 0);
  return some.length > 0 ? random.oneOf(some) : undefined;
}

function openReturn({ own, random }: Shopper): LedgerReturn | undefined {
  const waiting = own.flatMap(({ returns }) => returns.filter((one) => exchangeable(one) > 0));
  return waiting.length > 0 ? random.oneOf(waiting) : undefined;
}

function anyLines({ random, products }: Shopper): WantedLine[] {
  return Array.from({ length: random.between(1, 3) }, () => {
    const { id: productId, price } = random.oneOf(products);
    const discount = random.chance(0.3) ? anyDiscount(random) : null;
    return { productId, price, quantity: random.between(1, 5), discount };
  });
}

function idOf({ sale, saleReturn, refund, session }: CounterAnswer): string {
  return saleReturn?.id ?? refund?.id ?? session?.id ?? sale?.id ?? 'with no';
}

function anyDiscount(random: Random): LedgerDiscount {
  if (random.chance(0.5)) return { percent: random.between(1, 50) };
  return { amount: random.between(1, 200) };
}

function inputOf(discount: LedgerDiscount): object | null {
  if (discount === null) return null;
  if ('percent' in discount) return { percent: discount.percent.toFixed(2) };
  return { amount: solesOf(discount.amount) };
}

/** Cash alone is rounded down to coins, and nothing else is. */
function anyTenders(random: Random, total: number): Tendered[] {
  const roll = random.next();
  if (roll < 0.35) return [{ method: 'CASH', amount: solesOf(inCoins(total)) }];
  if (roll < 0.55) return [card(solesOf(total))];
  if (roll < 0.7) {
    return [{ ...card(solesOf(total)), method: 'YAPE' }];
  }
  const coins = 10 * random.between(1, Math.floor((total - 1) / 10));
  const rest = card(solesOf(total - coins));
  return [{ method: 'CASH', amount: solesOf(coins) }, rest];
}

function exchangeTenders(exchanged: LedgerReturn, total: number): Tendered[] {
  const amount = Math.min(total, exchangeable(exchanged));
  const exchange = { method: 'EXCHANGE', amount: solesOf(amount), returnId: exchanged.id };
  return amount === total ? [exchange] : [exchange, card(solesOf(total - amount))];
}
