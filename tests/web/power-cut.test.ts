// Goal: a power cut at any moment of a sale loses none and doubles none.
// Method: the browser is killed before and after each write of the attempt, and when the graph has
// sold but has not answered; then it is opened again on the same profile.
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { missingBrowser, type TestBrowser } from '../support/browser.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';
import {
  addScanned,
  cart,
  expectShown,
  fill,
  lineOf,
  nextSale,
  openTill,
  pay,
  type ScannedProduct,
  tillIsReady,
} from '../support/web-cashier.ts';
import { type CutAt, openFaultyNetwork, stopAtWrite } from '../support/web-faults.ts';
import { openWebShop, type WebShop } from '../support/web-shop.ts';
import { openTruth, type Truth } from '../support/web-truth.ts';

const test = skipWithMessage(missingBrowser());
const LIMIT_MS = 60_000;

let shop: WebShop;
let truth: Truth;
beforeAll(async () => {
  if (missingBrowser() !== null) return;
  shop = await openWebShop();
  truth = await openTruth(shop);
}, LIMIT_MS);
afterAll(async () => {
  await truth?.close();
  await shop?.stop();
}, LIMIT_MS);

interface Cut {
  product: ScannedProduct;
  /** The browser that comes back on the same disk. */
  browser: TestBrowser;
  page: Page;
}

/** Sells a product, cuts the power at the moment that `arrange` tells of, and comes back. */
async function cutDuringSale(
  arrange: (page: Page, tell: () => void) => Promise<void>,
): Promise<Cut> {
  await truth.startCounting();
  const product = await addScanned(shop, { price: '12.93', stock: 5 });
  const first = await shop.open();
  const before = await first.newPage();
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  await arrange(before, resolve);
  await openTill(before, shop);
  await tillIsReady(before);
  await fill(before, [product]);
  await pay(before, [{ by: 'Efectivo', amount: '20' }]);
  await reached;
  await first.kill();
  const browser = await shop.open({ profile: first.profile });
  const page = await browser.newPage();
  // The cookie of a session may not have reached the disk.
  await openTill(page, shop);
  return { product, browser, page };
}

/** The seller is told of the sale that was made meanwhile, and the cart is empty. */
async function expectTold({ page, product, browser }: Cut): Promise<void> {
  const tray = page.getByRole('button', { name: /ventas pendientes/ });
  await expectShown(nextSale(page).or(tray));
  expect(await cart(page).count()).toBe(0);
  await truth.expectSold(1);
  expect(await truth.available(product)).toBe(4);
  expect(browser.misdeeds).toEqual([]);
  await browser.close();
}

const WRITES: [string, CutAt][] = [
  ['after the attempt is written and before it is sent', { phase: 'AFTER', write: 1 }],
  ['before the sale is written', { phase: 'BEFORE', write: 2 }],
  ['after the sale is written', { phase: 'AFTER', write: 2 }],
];

test.each(WRITES)(
  'a cut %s sells once',
  async (_, cut) => {
    await expectTold(await cutDuringSale((page, tell) => stopAtWrite(page, cut, tell)));
  },
  LIMIT_MS,
);

test(
  'a cut after the graph has sold and before it answers sells once',
  async () => {
    await expectTold(
      await cutDuringSale(async (page, tell) => {
        const network = await openFaultyNetwork(page.context());
        void network.holdAnswer().then(tell);
      }),
    );
  },
  LIMIT_MS,
);

test(
  'a cut before the attempt is written sells nothing, and the cart is there to be charged',
  async () => {
    const cut = await cutDuringSale((page, tell) =>
      stopAtWrite(page, { phase: 'BEFORE', write: 1 }, tell),
    );
    await truth.expectSold(0);
    await expectShown(lineOf(cut.page, cut.product));
    await pay(cut.page, [{ by: 'Efectivo', amount: '20' }]);
    await expectShown(nextSale(cut.page));
    await expectTold(cut);
  },
  LIMIT_MS,
);

test.each<CutAt>([
  { phase: 'BEFORE', write: 3 },
  { phase: 'AFTER', write: 3 },
])(
  'a cut when the ticket is shown sells once: $phase its write',
  async (cut) => {
    const { browser, product } = await cutDuringSale((page, tell) => stopAtWrite(page, cut, tell));
    await truth.expectSold(1);
    expect(await truth.available(product)).toBe(4);
    await browser.close();
  },
  LIMIT_MS,
);

test(
  'a sale writes its attempt three times, so no write is left out here',
  async () => {
    let isReached = false;
    const fourth = { phase: 'BEFORE', write: 4 } as const;
    const browser = await shop.open();
    const page = await browser.newPage();
    await stopAtWrite(page, fourth, () => {
      isReached = true;
    });
    await openTill(page, shop);
    await tillIsReady(page);
    await fill(page, [await addScanned(shop)]);
    await pay(page, [{ by: 'Efectivo' }]);
    await nextSale(page).click();
    await page.reload();
    await expectShown(page.getByRole('button', { name: /^Reimprimir/, disabled: false }));
    expect(isReached).toBe(false);
    await browser.close();
  },
  LIMIT_MS,
);
