// Days at a counter with a few tills: everything that people do there, while processes die; at the
// end every sum must be what the people's own books say, to the céntimo and to the unit.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import { type Counter, codesOf } from '../support/counter.ts';
import { counterOf, type Send, untilFinal } from './counter-client.ts';
import { centimosOf, inCoins, type LedgerSale, leftOf, solesOf, sumOf } from './counter-ledger.ts';
import {
  type Books,
  payOut,
  type Shopper,
  sell,
  takeBack,
  takeHalfBack,
  undo,
} from './counter-shopper.ts';
import type { Lane } from './lane.ts';
import type { StoryResult } from './random-story.ts';
import { type Random, seededRandom } from './seeded-random.ts';
import { mustBeNothing, mustHoldPromises, waitUntilSettled } from './settlement.ts';

export interface CounterStoryOptions {
  lane: Lane;
  seed: number;
  /** The number of sales that are made. */
  sales: number;
  /** Breaks things until it is told to stop, and leaves everything mended. */
  trouble: (stop: AbortSignal) => Promise<void>;
}

const TILLS = 3;
const PRODUCTS = 20;
const STOCK = 1_000_000;
const PEOPLE = 12;

/**
 * Lets people sell, take back, undo, pay out, open and close while `trouble` goes on; then checks
 * everything against their books.
 * @throws Error with what is wrong
 */
export async function tellCounterStory(options: CounterStoryOptions): Promise<StoryResult> {
  const { lane, seed, sales, trouble } = options;
  const random = seededRandom(seed).branch('counter');
  const counter = await counterOf(lane);
  const products = await stockCounter(counter, random);
  const tillIds: string[] = [];
  while (tillIds.length < TILLS) tillIds.push(await counter.addTill());
  const books: Books = {
    ...{ sales: [], refusedKeys: [], contradictions: [], operations: 0 },
    cashByTill: new Map(),
  };
  const startedAtMs = performance.now();
  const over = new AbortController();
  const closed = new AbortController();
  const troubled = trouble(over.signal);
  try {
    const keepers = Promise.all(
      tillIds.map((tillId) => {
        const own = random.branch(`till ${tillId}`);
        return keepTill({ counter, random: own, books, tillId, closed: closed.signal });
      }),
    );
    const people = Array.from({ length: PEOPLE }, (_, index) => {
      const own = random.branch(`person ${index}`);
      return live({ counter, random: own, books, products, tillIds, own: [] }, sales);
    });
    await Promise.all([Promise.all(people).finally(() => closed.abort()), keepers]);
    const drawers = sumDrawers(await keepers);
    const tookMs = Math.round(performance.now() - startedAtMs);
    over.abort();
    await troubled;
    const settledMs = await waitUntilSettled(lane.databases);
    mustBeNothing([
      ...books.contradictions,
      ...(await differencesOf(lane, books, products)),
      ...differencesOfDrawers(drawers, books),
    ]);
    await mustHoldPromises(lane.databases);
    const { operations } = books;
    const sold = books.sales.length;
    return { operations, sold, tookMs, settledMs, unknown: {}, uncured: [] };
  } finally {
    over.abort();
    closed.abort();
  }
}

async function stockCounter({ shop }: Counter, random: Random) {
  const prices = Array.from({ length: PRODUCTS }, () => random.between(1_000, 30_000));
  const added = await shop.addProducts(
    prices.map((price) => ({ price: solesOf(price), stock: STOCK })),
  );
  return added.map(({ id }, index) => ({ id, price: prices[index] ?? 0 }));
}

/** Somebody's day: it ends when all have sold enough, and half of what they sold comes back. */
async function live(shopper: Shopper, sales: number): Promise<void> {
  const { random, books } = shopper;
  while (books.sales.length < sales) {
    const roll = random.next();
    if (roll < 0.55) await sell(shopper);
    else if (roll < 0.8) await takeBack(shopper);
    else if (roll < 0.87) await undo(shopper);
    else await payOut(shopper);
  }
  await takeHalfBack(shopper);
}

interface Keeper {
  counter: Counter;
  random: Random;
  books: Books;
  tillId: string;
  closed: AbortSignal;
}

/** The cash that all sessions of a till say has come into its drawer. */
interface Drawer {
  tillId: string;
  came: number;
}

/** Opens and closes a drawer again and again. */
async function keepTill({ counter, random, books, tillId, closed }: Keeper): Promise<Drawer> {
  let came = 0;
  const settle = async (send: Send) => {
    books.operations += 1;
    const answer = await untilFinal(send);
    if (answer.session) return answer.session;
    throw new Error(`till ${tillId} was refused: ${codesOf(answer).join()}`);
  };
  while (!closed.aborted) {
    const opening = inCoins(random.between(0, 50_000));
    const open = { idempotencyKey: random.uuid(), tillId, openingAmount: solesOf(opening) };
    const { id: sessionId } = await settle(() => counter.do('abrirSesionCaja', open));
    await pause(random.between(500, 3_000), closed);
    const amount = 10 * random.between(1, 5_000);
    const kind = random.oneOf(['IN', 'OUT']);
    const what = { kind, amount: solesOf(amount), reason: 'prueba' };
    const move = { idempotencyKey: random.uuid(), sessionId, ...what };
    await settle(() => counter.do('registrarMovimientoCaja', move));
    const signed = kind === 'IN' ? amount : -amount;
    books.cashByTill.set(tillId, (books.cashByTill.get(tillId) ?? 0) + signed);
    await pause(random.between(500, 3_000), closed);
    const close = { sessionId, countedAmount: solesOf(10 * random.between(0, 9_999)) };
    const { expected } = await settle(() => counter.do('cerrarSesionCaja', close));
    came += centimosOf(expected ?? 'none') - opening;
    await pause(random.between(0, 300), closed);
  }
  return { tillId, came };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

function sumDrawers(drawers: readonly Drawer[]): Map<string, number> {
  return new Map(drawers.map(({ tillId, came }) => [tillId, came]));
}

function differencesOfDrawers(
  cameByTill: ReadonlyMap<string, number>,
  { cashByTill }: Books,
): string[] {
  return [...cameByTill].flatMap(([tillId, came]) => {
    const must = cashByTill.get(tillId) ?? 0;
    return came === must ? [] : [`the drawer of till ${tillId} got ${came} instead of ${must}`];
  });
}

/** Compares what the databases hold with the books. */
async function differencesOf(
  { databases: { ventas, inventario } }: Lane,
  books: Books,
  products: readonly { id: string }[],
): Promise<string[]> {
  const [sales, refunds] = await Promise.all([readSales(ventas), readRefunds(ventas)]);
  const refused = books.refusedKeys.filter((key) => sales.has(key));
  const booked = books.sales.flatMap((sale) => {
    const is = sales.get(sale.key) ?? 'nothing';
    const must = describe(sale);
    const back = sale.returns.flatMap((made) => {
      const done = sumOf(made.refunds.map((refund) => refund.done));
      const pending = sumOf(made.refunds.map((refund) => refund.pending));
      const known = refunds.get(made.id) ?? '0 done, 0 waiting';
      const due = `${done} done, ${pending} waiting`;
      return known === due ? [] : [`return ${made.id} has ${known} instead of ${due}`];
    });
    return [...(is === must ? [] : [`sale ${sale.id} is ${is} instead of ${must}`]), ...back];
  });
  return [
    ...refused.map((key) => `sale ${key} was refused for ever and is there`),
    ...booked,
    ...(await differencesOfStock(inventario, books, products)),
  ];
}

function describe(sale: LedgerSale): string {
  const refunded = sumOf(sale.payments.map((payment) => payment.refunded));
  const status = sale.isVoid ? 'CANCELLED' : 'COMPLETED';
  const units = sumOf(leftOf(sale).map((line) => line.units));
  const money = `${sale.total} paid ${sale.paid} back ${refunded} worth ${sale.returnedTotal}`;
  return `${sale.id} ${status} ${money} left ${units}`;
}

async function readSales(ventas: Database): Promise<Map<string, string>> {
  const rows = await ventas.query(
    claimed<{ saleKey: string; told: string }>(
      `SELECT idempotencyKey AS saleKey, CONCAT(id, ' ', status, ' ', Sale.totalCentimos, ' paid ',
          paidCentimos, ' back ', refundedCentimos, ' worth ', returnedCentimos, ' left ',
          SUM(quantity - returnedQuantity)) AS told
        FROM Sale JOIN SaleItem ON saleId = id GROUP BY id`,
    ),
  );
  return new Map(rows.map(({ saleKey, told }) => [saleKey, told]));
}

async function readRefunds(ventas: Database): Promise<Map<string, string>> {
  const rows = await ventas.query(
    claimed<{ returnId: string; told: string }>(
      `SELECT returnId, CONCAT(SUM(IF(status = 'DONE', amountCentimos, 0)), ' done, ',
          SUM(IF(status = 'DONE', 0, amountCentimos)), ' waiting') AS told
        FROM Refund GROUP BY returnId`,
    ),
  );
  return new Map(rows.map(({ returnId, told }) => [returnId, told]));
}

async function differencesOfStock(
  inventario: Database,
  { sales }: Books,
  products: readonly { id: string }[],
): Promise<string[]> {
  const gone = new Map<string, number>();
  for (const { productId, quantity, restocked } of sales.flatMap(({ lines }) => lines)) {
    gone.set(productId, (gone.get(productId) ?? 0) + quantity - restocked);
  }
  const rows = await inventario.query(
    claimed<{ id: number; available: number }>(
      'SELECT id, available FROM Product WHERE id IN (?)',
      [products.map(({ id }) => Number(id))],
    ),
  );
  return rows.flatMap(({ id, available }) => {
    const must = STOCK - (gone.get(String(id)) ?? 0);
    return available === must ? [] : [`product ${id} has ${available} units instead of ${must}`];
  });
}
