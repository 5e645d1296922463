// A random story of the counter, told on a real graph, and what its report must say by a second
// reckoning: over what the graph tells of each sale, in JavaScript, without the report's SQL.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { type Counter, card, cash } from '../../support/counter.ts';
import type { GraphDatabases } from '../../support/graph-databases.ts';

/** The first day of every story, in Lima. */
const FIRST_DAY = '2026-03-01';
export const DAYS = 4;
const DAY_MS = 86_400_000;

const moment = fc.record({
  day: fc.nat({ max: DAYS - 1 }),
  // Around midnight and in the middle of a day.
  msOfDay: fc.constantFrom(0, 1, 3_599_999, 3_600_000, 43_200_123, DAY_MS - 1),
});
const discount = fc.option(
  fc.constantFrom<object>({ percent: '7.5' }, { amount: '0.37' }, { percent: '50' }),
);
const toldSale = fc.record({
  at: moment,
  seller: fc.nat({ max: 1 }),
  lines: fc.array(
    fc.record({ product: fc.nat({ max: 2 }), quantity: fc.integer({ min: 1, max: 4 }), discount }),
    { minLength: 1, maxLength: 3 },
  ),
  discount,
  means: fc.constantFrom('none', 'cash', 'card', 'mixed'),
  after: fc.constantFrom('nothing', 'nothing', 'return', 'twice', 'void', 'exchange'),
  back: moment,
});

/** Sales with what becomes of them. */
export const anyStory = fc.array(toldSale, { minLength: 3, maxLength: 7 });
type ToldSale = typeof toldSale extends fc.Arbitrary<infer Value> ? Value : never;

/** The people and products of a story. */
export interface Cast {
  sellerIds: readonly string[];
  productIds: readonly string[];
}

export async function makeCast({ shop }: Counter): Promise<Cast> {
  const prices = ['19.99', '3.33', '120.00'];
  const products = await shop.addProducts(prices.map((price) => ({ price, stock: 10_000 })));
  const sellerIds = [await shop.addSeller(), await shop.addSeller()];
  return { sellerIds, productIds: products.map(({ id }) => id) };
}

/** Lets a sale happen with what becomes of it. @returns the ids of the sales that were made */
export async function tell(
  counter: Counter,
  databases: GraphDatabases,
  cast: Cast,
  told: ToldSale,
): Promise<string[]> {
  const id = await sell(counter, cast, told);
  const ids = [id];
  const items = [{ lineNumber: 1, quantity: 1, restock: true }];
  const reason = 'prueba';
  if (told.after === 'void') await mustDo(counter, 'anularVenta', { saleId: id, reason });
  if (told.after === 'return' || told.after === 'twice') {
    await mustDo(counter, 'registrarDevolucion', { saleId: id, reason, items });
  }
  const { quantity = 1 } = told.lines[0] ?? {};
  if (told.after === 'twice' && quantity > 1) {
    await mustDo(counter, 'registrarDevolucion', { saleId: id, reason, items });
  }
  if (told.after === 'exchange') {
    const input = { saleId: id, reason, items, refund: 'LATER' };
    const { saleReturn } = await mustDo(counter, 'registrarDevolucion', input);
    const [refund] = saleReturn?.refunds ?? [];
    if (refund) {
      const swap = { returnId: saleReturn!.id, amount: refund.amount };
      ids.push(await sell(counter, cast, { ...told, means: 'card' }, swap));
    }
  }
  for (const saleId of ids) await setMoments(databases, saleId, told);
  return ids;
}

async function mustDo(counter: Counter, ...[operation, input]: Parameters<Counter['do']>) {
  const answer = await counter.do(operation, input);
  if (answer.userErrors.length > 0 || answer.refusals.length > 0) {
    throw new Error(JSON.stringify({ operation, input, answer }));
  }
  return answer;
}

async function sell(
  counter: Counter,
  { sellerIds, productIds }: Cast,
  told: ToldSale,
  swap?: { returnId: string; amount: string },
): Promise<string> {
  const terms = {
    sellerId: sellerIds[told.seller],
    tillId: counter.tillId,
    discount: told.discount,
    items: told.lines.map(({ product, quantity, discount: off }) => {
      return { productId: productIds[product], quantity, discount: off };
    }),
  };
  const { cotizacion } = await counter.ask<{ cotizacion: { total: string } }>(
    'query Quote($input: CotizacionInput!) { cotizacion(input: $input) { total } }',
    { input: terms },
  );
  const payments = paymentsFor(centimosOf(cotizacion.total), told.means, swap);
  const input = { ...terms, payments, idempotencyKey: randomUUID() };
  return (await mustDo(counter, 'realizarVenta', input)).sale!.id;
}

function paymentsFor(
  total: number,
  means: ToldSale['means'],
  swap?: { returnId: string; amount: string },
): object[] | null {
  const wholeCoins = (amount: number) => amount - (amount % 10);
  if (swap) {
    const swapped = Math.min(total, centimosOf(swap.amount));
    const rest = total - swapped;
    const exchange = { method: 'EXCHANGE', amount: solesOf(swapped), returnId: swap.returnId };
    return [exchange, ...(rest > 0 ? [card(solesOf(rest))] : [])];
  }
  if (means === 'none') return null;
  if (means === 'card') return [card(solesOf(total))];
  if (means === 'cash') return [cash(solesOf(wholeCoins(total)))];
  const inCash = Math.max(10, wholeCoins(Math.floor(total / 2)));
  return [card(solesOf(total - inCash)), cash(solesOf(inCash))];
}

/** Sales happen now; the story says when they are to have happened. */
async function setMoments({ ventas }: GraphDatabases, saleId: string, { at, back }: ToldSale) {
  const sold = momentOf(at);
  const returned = momentOf(back);
  await ventas.execute('UPDATE Sale SET createdAt = ? WHERE id = ?', [sold.instant, saleId]);
  await ventas.execute('UPDATE Payment SET createdAt = ?, day = ? WHERE saleId = ?', [
    sold.instant,
    sold.day,
    saleId,
  ]);
  await ventas.execute('UPDATE SaleReturn SET createdAt = ?, day = ? WHERE saleId = ?', [
    returned.instant,
    returned.day,
    saleId,
  ]);
}

function momentOf({ day, msOfDay }: ToldSale['at']): { instant: Date; day: string } {
  const midnight = Date.parse(`${FIRST_DAY}T05:00:00Z`) + day * DAY_MS;
  return { instant: new Date(midnight + msOfDay), day: dayAfterFirst(day) };
}

/** The day that so many come before. */
export function dayAfterFirst(days: number): string {
  return new Date(Date.parse(FIRST_DAY) + days * DAY_MS).toISOString().slice(0, 10);
}

export const centimosOf = (soles: string) => Math.round(Number(soles) * 100);
export const solesOf = (centimos: number) => (centimos / 100).toFixed(2);
