// Goal: every sellable invoice becomes exactly its sales, at its prices, however often it is run.
// Method: the whole replay in a shop in memory.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { invoiceLine } from '../../tests/support/invoice-lines.ts';
import { createShopInMemory } from '../../tests/support/shop-in-memory.ts';
import { skipWithMessage } from '../../tests/support/skip-with-message.ts';
import { type InvoiceLine, readInvoiceFile } from './invoice-file.ts';
import type { Progress } from './progress.ts';
import { differencesOf, readBack } from './read-back.ts';
import { planReplay } from './replay-plan.ts';
import { readBackReport, replayReport } from './replay-report.ts';
import { newReplayResult } from './replay-result.ts';
import { replay } from './replay-sales.ts';
import type { Shop } from './shop.ts';

const REAL_FILE_NAME = '../shared/data/online-retail-2010-12.csv.gz';
const REAL_FILE = resolve(import.meta.dirname, '../..', REAL_FILE_NAME);
const quiet: Progress = { begin: () => undefined, advance: () => undefined, end: () => undefined };
const running = new AbortController().signal;

/** Two invoices at three prices, one of them with both of its prices. */
const LINES = [
  invoiceLine({ customerNo: '17850' }),
  invoiceLine({ invoiceNo: '2', unitPriceCentimos: 200, quantity: 2 }),
  invoiceLine({ invoiceNo: '2', unitPriceCentimos: 300, quantity: 3 }),
  invoiceLine({ invoiceNo: 'C3', quantity: -1 }),
];

async function run(shop: Shop, lines: readonly InvoiceLine[], limit: number | null = null) {
  const plan = planReplay(lines, limit);
  const result = newReplayResult();
  await replay({ shop, progress: quiet, stop: running }, plan, result);
  const read = await readBack(shop, plan, result, { tries: 1, pauseMs: 0 });
  const { count: sales, totalCentimos } = read.sales;
  const found = { sales, totalCentimos, differences: differencesOf(read) };
  const report = `${replayReport(plan, result)}\n${readBackReport(read)}`;
  return { plan, result, found, report };
}

test('invoices are sold at their own prices although the catalog has one at a time', async () => {
  const { shop, sales, customers } = createShopInMemory();
  const { result, found } = await run(shop, LINES);
  expect(result.soldInvoices).toEqual(new Set(['1', '2']));
  expect([...sales.values()].map(({ totalCentimos }) => totalCentimos)).toEqual([100, 400, 900]);
  expect(customers).toEqual(new Set(['RP0000017850']));
  expect(found).toEqual({ sales: 3, totalCentimos: 1_400, differences: [] });
});

test('a second run sells nothing twice, and no customer is added again', async () => {
  const { shop } = createShopInMemory();
  await run(shop, LINES);
  const { result, found } = await run(shop, LINES);
  expect(result).toMatchObject({ productsCreated: 0, customersCreated: 0, replayedSales: 3 });
  expect(result.soldInvoices.size).toBe(2);
  expect(found.differences).toEqual([]);
});

test('a limited run leaves stock for the run that goes on', async () => {
  const { shop, products } = createShopInMemory();
  const first = await run(shop, LINES, 1);
  expect(first.result.soldInvoices).toEqual(new Set(['1']));
  expect(first.found.differences).toEqual([]);
  expect(products.get('A')?.available).toBe(5);
  const second = await run(shop, LINES);
  expect(second.result.replayedSales).toBe(1);
  expect(second.found.differences).toEqual([]);
});

test('a stop between two sales of an invoice leaves that invoice out of the account', async () => {
  const { shop } = createShopInMemory();
  const stop = new AbortController();
  let sales = 0;
  const stopping: Shop = {
    ...shop,
    sell: (order) => {
      if (++sales === 2) stop.abort();
      return shop.sell(order);
    },
  };
  const result = newReplayResult();
  const deps = { shop: stopping, progress: quiet, stop: stop.signal };
  await replay(deps, planReplay(LINES, null), result);
  expect(sales).toBe(2);
  expect(result.soldInvoices).toEqual(new Set(['1']));
  expect((await run(shop, LINES)).result).toMatchObject({ replayedSales: 2, soldCentimos: 1_400 });
});

test('a rejection is counted by its reason and the rest is sold', async () => {
  const { shop } = createShopInMemory();
  const discontinued = { kind: 'rejected', code: 'PRODUCT_DISCONTINUED', message: '' } as const;
  let sales = 0;
  const refusing: Shop = {
    ...shop,
    sell: async (order) => (++sales === 1 ? shop.sell(order) : discontinued),
  };
  const { result, found, report } = await run(refusing, LINES);
  expect(result.rejectedSalesByCode).toEqual(new Map([['PRODUCT_DISCONTINUED', 2]]));
  expect(result.soldInvoices).toEqual(new Set(['1']));
  expect(found.differences).toEqual([]);
  expect(report).toContain('1 invoices, 2 sales, PRODUCT_DISCONTINUED 2');
});

const SECOND_FILE = [
  invoiceLine({ invoiceNo: '11', quantity: 4 }),
  invoiceLine({ invoiceNo: '12', sku: 'B', quantity: 2 }),
];

test('a second file in one shop takes in the units that the first has sold, and agrees', async () => {
  const { shop, products } = createShopInMemory();
  await run(shop, LINES);
  const second = await run(shop, SECOND_FILE);
  expect(second.found).toEqual({ sales: 2, totalCentimos: 600, differences: [] });
  expect(second.report).toContain(': OK');
  expect(products.get('A')?.available).toBe(0);

  for (const [lines, sales] of [[LINES, 3] as const, [SECOND_FILE, 2] as const]) {
    const again = await run(shop, lines);
    expect(again.result.replayedSales).toBe(sales);
    expect(again.found.differences).toEqual([]);
    expect(products.get('A')?.available).toBe(0);
  }
});

test('the stock that a shop has already is sold first', async () => {
  const { shop, products } = createShopInMemory();
  products.set('A', { priceCentimos: 1, available: 100 });
  const { found, result } = await run(shop, LINES);
  expect(result.soldInvoices).toEqual(new Set(['1', '2']));
  expect(found.differences).toEqual([]);
  expect(products.get('A')?.available).toBe(94);
});

test('a stop between the receipt and its sale is made good by the next run', async () => {
  const { shop, products } = createShopInMemory();
  await run(shop, LINES);
  const stopping: Shop = {
    ...shop,
    async receive(shortage, key) {
      await shop.receive(shortage, key);
      throw new Error('stopped');
    },
  };
  await expect(run(stopping, SECOND_FILE)).rejects.toThrow('stopped');
  const { found } = await run(shop, SECOND_FILE);
  expect(found).toEqual({ sales: 2, totalCentimos: 600, differences: [] });
  expect(products.get('A')?.available).toBe(0);
});

test('a sale too many, a céntimo too many and a unit left are each reported', async () => {
  const { shop, sales, products } = createShopInMemory();
  const tampering: Shop = {
    ...shop,
    async sell(order) {
      const answer = await shop.sell(order);
      const others = { id: 'of others', totalCentimos: 1, createdAtMs: 0 };
      const money = { paidCentimos: { CASH: 0, CARD: 0 }, items: [], returns: [] };
      sales.set(others.id, { ...others, ...money });
      return answer;
    },
    async listAvailable() {
      if (sales.has('of others')) products.get('A')!.available = 1;
      return shop.listAvailable();
    },
  };
  const { found, report } = await run(tampering, LINES);
  expect(found.differences).toEqual([
    'The graph has 4 sales, this file made 3.',
    "The graph's sales sum to 14.01, this file's to 14.00.",
    'A has 1 units left, not 0.',
  ]);
  expect(report).toContain('DIFFERS');
});

test('a product that the graph refuses costs its own invoices only', async () => {
  const { shop } = createShopInMemory();
  const refusing: Shop = {
    ...shop,
    async importProducts(rows) {
      const good = await shop.importProducts(rows.filter(({ sku }) => sku !== 'B'));
      return { ...good, refusals: ['B: INVALID_INPUT: name'] };
    },
  };
  const { result } = await run(refusing, [
    invoiceLine({}),
    invoiceLine({ invoiceNo: '2', sku: 'B' }),
  ]);
  expect(result.rejectedSalesByCode).toEqual(new Map([['PRODUCT_NOT_FOUND', 1]]));
  expect(result.soldInvoices).toEqual(new Set(['1']));
});

const withRealFile = skipWithMessage(
  existsSync(REAL_FILE) ? null : `${REAL_FILE_NAME} is missing: the real month is not replayed.`,
);

withRealFile(
  `a real month sells 1,550 invoices for 769,905.74 (skipped where ${REAL_FILE_NAME} is missing)`,
  async () => {
    const { shop } = createShopInMemory();
    const { report, found, plan } = await run(shop, await readInvoiceFile(REAL_FILE));
    expect(plan.notSellable).toMatchObject({ cancellation: 326, writeOff: 70, withoutPrice: 79 });
    expect(found).toEqual({ sales: 1_578, totalCentimos: 76_990_574, differences: [] });
    expect(report).toMatch(/^Invoices sold\s+1,550$/m);
    expect(report).toMatch(/^Lines\s+40,281$/m);
    expect(report).toMatch(/^Total\s+769,905\.74 soles$/m);
    expect(report).toMatch(/^Not sellable\s+475 invoices: 326 canc.*, 70 write.*, 79 with a zero/m);
  },
);
