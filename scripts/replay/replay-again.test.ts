// Goal: a replay that is killed anywhere, and run again, ends as one that was not; and each invoice
// of a file is accounted for once.
// Method: a shop in memory that fails at each of its calls in turn, before it or after it.
// Long because all of it is about one file, whose fates and figures it shares.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { invoiceLine } from '../../tests/support/invoice-lines.ts';
import { createShopInMemory } from '../../tests/support/shop-in-memory.ts';
import { accountFor } from './account.ts';
import type { InvoiceLine } from './invoice-file.ts';
import { groupInvoices } from './invoices.ts';
import type { Progress } from './progress.ts';
import { differencesOf, readBack } from './read-back.ts';
import { planReplay } from './replay-plan.ts';
import { accountReport, readBackReport } from './replay-report.ts';
import { newReplayResult } from './replay-result.ts';
import { replay } from './replay-sales.ts';
import type { Shop } from './shop.ts';

const quiet: Progress = { begin: () => undefined, advance: () => undefined, end: () => undefined };
const running = new AbortController().signal;

/** Cash and card, two prices, a write-off, and cancellations in whole, in part and without sale. */
const LINES = [
  { invoiceNo: '2', quantity: 3, unitPriceCentimos: 255, customerNo: '7' },
  { invoiceNo: '3', quantity: 2, customerNo: '7' },
  { invoiceNo: '3', quantity: 2, unitPriceCentimos: 133, customerNo: '7' },
  { invoiceNo: '4', sku: 'B', quantity: 5, unitPriceCentimos: 7 },
  { invoiceNo: '5', quantity: -4, unitPriceCentimos: 0 },
  { invoiceNo: '6', sku: 'NEVER', quantity: -4, unitPriceCentimos: 0 },
  { invoiceNo: 'C7', quantity: -5, customerNo: '7' },
  { invoiceNo: 'C8', quantity: -9, customerNo: '7' },
  { invoiceNo: 'C9', quantity: -1, customerNo: '8' },
  { invoiceNo: '10', unitPriceCentimos: 0 },
].map(invoiceLine);

const FATES_OF_LINES = {
  sold: ['2', '3', '4'],
  writtenOff: ['5'],
  notInShop: ['6'],
  returned: ['C7'],
  returnedInPart: ['C8'],
  withoutSale: ['C9'],
  withoutPrice: ['10'],
};

async function run(shop: Shop, lines: readonly InvoiceLine[], limit: number | null = null) {
  const plan = planReplay(lines, limit);
  const result = newReplayResult();
  await replay({ shop, progress: quiet, stop: running }, plan, result);
  const found = await readBack(shop, plan, result, { tries: 1, pauseMs: 0 });
  const report = `${accountReport(plan, result)}\n${readBackReport(found)}`;
  return { report, result, found, account: Object.fromEntries(accountFor(plan, result)) };
}

/** The shop, which dies at one of its calls: before it does anything, or before it answers. */
function dyingShop(shop: Shop, fatalCall: number, isDone: boolean) {
  const died = { yes: false };
  let calls = 0;
  const dying = new Proxy(shop, {
    get(target, name: keyof Shop) {
      return async (...args: unknown[]) => {
        const isFatal = ++calls === fatalCall;
        if (isFatal && !isDone) throw dead(died);
        const answer = await Reflect.apply(target[name], target, args);
        if (isFatal) throw dead(died);
        return answer;
      };
    },
  });
  return { shop: dying, died };
}

function dead(died: { yes: boolean }): Error {
  died.yes = true;
  return new Error('killed');
}

test('a file is sold for money, written off and taken back', async () => {
  const { shop, products, sessions } = createShopInMemory();
  const { account, found, report, result } = await run(shop, LINES);
  expect(account).toEqual(FATES_OF_LINES);
  expect(differencesOf(found)).toEqual([]);
  // 7.65 and 0.35 in cash are 7.60 and 0.30; 2.00 and 2.66 by card.
  expect(result.paidCentimos).toEqual({ CASH: 790, CARD: 466 });
  expect(result.returnedCentimos).toBe(466 + 765);
  expect(result.refundedCentimos).toEqual({ CASH: 760, CARD: 466 });
  expect(sessions).toEqual([
    expect.objectContaining({ openingCentimos: 0, expectedCentimos: 30, differenceCentimos: 0 }),
  ]);
  expect(products.get('A')?.available).toBe(7);
  expect(report).toContain('1 sessions expect 0.30 = 7.90 of sales − 7.60 of refunds: OK');
  expect(report).toContain('7.90 in cash, 4.66 by card, 0.10 rounded off');
  expect(report).toContain('9 of 9 invoices, each once:');
});

test('a second run does nothing, opens no drawer and tells the same', async () => {
  const world = createShopInMemory();
  const first = await run(world.shop, LINES);
  const second = await run(world.shop, LINES);
  expect(second.report).toBe(first.report);
  expect(world.sessions).toHaveLength(1);
});

test('killed at any call and run again, it ends with the same figures', async () => {
  const whole = createShopInMemory();
  const { report } = await run(whole.shop, LINES);
  let deaths = 0;
  for (const isDone of [false, true]) {
    for (let fatalCall = 1; ; fatalCall++) {
      const world = createShopInMemory();
      const { shop, died } = dyingShop(world.shop, fatalCall, isDone);
      const dying = run(shop, LINES);
      await dying.catch((error: Error) => expect(error.message).toBe('killed'));
      if (!died.yes) break;
      deaths++;
      const again = await run(world.shop, LINES);
      expect(again.report).toBe(report);
      expect(world.products).toEqual(whole.products);
      expect(world.sessions).toHaveLength(1);
      expect(world.sales.size).toBe(4);
    }
  }
  expect(deaths).toBeGreaterThan(40);
});

test('what is left to sell after the drawer was closed is sold at another one', async () => {
  const world = createShopInMemory();
  await run(world.shop, LINES, 2);
  const { account, found } = await run(world.shop, LINES);
  expect(account).toEqual(FATES_OF_LINES);
  expect(differencesOf(found)).toEqual([]);
  expect(world.sessions.map(({ differenceCentimos }) => differenceCentimos)).toEqual([0, 0]);
});

test('a drawer that somebody closes on the way is opened again, and no sale is lost', async () => {
  const world = createShopInMemory();
  let sales = 0;
  const closing: Shop = {
    ...world.shop,
    async sell(order) {
      const [newest] = await world.shop.listSessions('REPLAY');
      if (++sales === 3 && newest) {
        await world.shop.closeSession(newest.id, newest.expectedCentimos, 'cerrada a mano');
      }
      return world.shop.sell(order);
    },
  };
  const first = await run(closing, LINES);
  expect(differencesOf(first.found)).toEqual([]);
  expect(first.account).toEqual(FATES_OF_LINES);
  expect(world.sessions).toHaveLength(2);
  const second = await run(world.shop, LINES);
  expect(second.report).toBe(first.report);
  expect(world.sessions).toHaveLength(2);
});

test('a file that was sold before payments were recorded is not sold again', async () => {
  const world = createShopInMemory();
  const unpaid: Shop = {
    ...world.shop,
    sell: (order) => world.shop.sell({ ...order, payment: null }),
  };
  await run(unpaid, LINES);
  const { found, result } = await run(world.shop, LINES);
  expect(differencesOf(found)).toEqual([]);
  expect(result.paidCentimos).toEqual({ CASH: 0, CARD: 0 });
  expect(world.sales.size).toBe(4);
});

test('a stop before a phase leaves its invoices to the next run, and the drawer open', async () => {
  const world = createShopInMemory();
  const stop = new AbortController();
  const stopping: Shop = {
    ...world.shop,
    async takeBack(request) {
      stop.abort();
      return world.shop.takeBack(request);
    },
  };
  const plan = planReplay(LINES, null);
  const result = newReplayResult();
  await replay({ shop: stopping, progress: quiet, stop: stop.signal }, plan, result);
  const account = Object.fromEntries(accountFor(plan, result));
  expect(account).toMatchObject({ returned: ['C7'], notBegun: ['C8', 'C9'] });
  expect(accountReport(plan, result)).toMatch(/^Without sale +0 units/m);
  expect(world.sessions).toEqual([expect.objectContaining({ closedAtMs: null })]);
  const { found, account: whole } = await run(world.shop, LINES);
  expect(differencesOf(found)).toEqual([]);
  expect(whole).toEqual(FATES_OF_LINES);
  expect(world.sessions).toHaveLength(1);
});

test('stock that a write-off lacks is received first, once', async () => {
  const world = createShopInMemory();
  world.products.set('A', { priceCentimos: 1, available: 0 });
  const { found, account } = await run(world.shop, LINES);
  expect(account).toEqual(FATES_OF_LINES);
  expect(differencesOf(found)).toEqual([]);
  expect(world.products.get('A')?.available).toBe(7);
  expect(differencesOf((await run(world.shop, LINES)).found)).toEqual([]);
  expect(world.products.get('A')?.available).toBe(7);
});

test('a return that the graph refuses is told, and the others are made', async () => {
  const world = createShopInMemory();
  let returns = 0;
  const refusing: Shop = {
    ...world.shop,
    takeBack: async (request) =>
      ++returns === 1
        ? { kind: 'rejected', code: 'RETURN_NOT_ALLOWED', message: 'No.' }
        : world.shop.takeBack(request),
  };
  const { account, found, report } = await run(refusing, LINES);
  expect(account).toMatchObject({ refused: ['C7'], returnedInPart: ['C8'] });
  expect(differencesOf(found)).toEqual([]);
  expect(report).toContain('invoice C7: RETURN_NOT_ALLOWED: No.');
});

test('stock that does not come back and cash that is missing are each reported', async () => {
  const world = createShopInMemory();
  const tampering: Shop = {
    ...world.shop,
    async closeSession(id, counted, note) {
      world.products.get('A')!.available -= 1;
      await world.shop.closeSession(id, counted - 10, note);
    },
  };
  const { found, report } = await run(tampering, LINES);
  expect(differencesOf(found)).toEqual([
    'A has 6 units left, not 7.',
    'The session session-1 was not closed with the 0.30 that it expects.',
  ]);
  expect(report).toMatch(/^Stock .*: DIFFERS$/m);
  expect(report).toMatch(/^Cash .*: DIFFERS$/m);
});

const anyLine = fc.record({
  invoiceNo: fc.constantFrom('1', '2', '3', '4', 'C5', 'C6', '7', '8', 'C9'),
  sku: fc.constantFrom('A', 'B', 'C'),
  quantity: fc.integer({ min: -5, max: 9 }),
  unitPriceCentimos: fc.constantFrom(0, 3, 100, 255),
  customerNo: fc.constantFrom(null, '7', '8'),
});

test('whatever stands in a file, each invoice is in exactly one line and all figures agree', async () => {
  const anyFile = fc.array(anyLine, { minLength: 1, maxLength: 25 });
  const anyLimit = fc.option(fc.integer({ min: 1, max: 5 }));
  await fc.assert(
    fc.asyncProperty(anyFile, anyLimit, async (given, limit) => {
      const lines = given.map(invoiceLine);
      const { shop } = createShopInMemory();
      for (const until of [limit, null]) {
        const { account, found, report } = await run(shop, lines, until);
        const told = Object.values(account).flat();
        expect(told.toSorted()).toEqual(
          groupInvoices(lines)
            .map(({ invoiceNo }) => invoiceNo)
            .toSorted(),
        );
        expect(differencesOf(found)).toEqual([]);
        const counts = [...report.matchAll(/^- .{12} (\d+) /gm)].map(([, count]) => Number(count));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(told.length);
      }
    }),
  );
});
