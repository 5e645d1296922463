// Goal: every screen and every dialog is usable by everybody: no violation that axe finds, in light
// and dark, on a desk and a phone; nothing has to be pushed sideways, however wide the window is.
// Method: a real browser; every screen is opened, and on it every button that may open a dialog.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import {
  DESK,
  missingBrowser,
  overflowOf,
  PHONE,
  type TestBrowser,
  violationsOf,
} from '../support/browser.ts';
import { card, cash } from '../support/counter.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';
import { ADMIN, enter, openWebShop, type WebShop } from '../support/web-shop.ts';

const test = skipWithMessage(missingBrowser());
const LIMIT_MS = 120_000;

const PATH = /path: '(\/[\w-]+)'/g;
const SCREENS = [
  ...readFileSync(join(REPOSITORY_ROOT, 'web/shell/screens.ts'), 'utf8').matchAll(PATH),
].map(([, path = '']) => path);
const WIDTHS = [360, PHONE.width, 768, DESK.width, 1920, 3840];
const LOOKS = [
  { colorScheme: 'light', viewport: DESK },
  { colorScheme: 'dark', viewport: PHONE },
  { colorScheme: 'light', viewport: PHONE },
  { colorScheme: 'dark', viewport: DESK },
] as const;

let shop: WebShop;
let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  if (missingBrowser() !== null) return;
  shop = await openWebShop();
  await fillShop();
  browser = await shop.open();
  page = await browser.newPage();
  await enter(page, ADMIN, '/caja');
}, LIMIT_MS);
afterAll(() => shop?.stop(), LIMIT_MS);

/** Something of everything, so that lists and details are not empty. */
async function fillShop(): Promise<void> {
  const { counter } = shop;
  await counter.shop.addCustomer('Comercial Los Andes de Nuestra Señora de las Mercedes S.A.C.');
  const [first] = await counter.shop.addProducts([
    { name: 'Cable HDMI 2.1 de alta velocidad trenzado 3 m', price: '1234.50', stock: 3 },
    { name: 'Foco', price: '0.50', stock: 0 },
  ]);
  const customerId = await counter.shop.addCustomer('Ana Torres');
  const lines = [{ price: '149.90', quantity: 2 }, { price: '9.90' }];
  await counter.sell(lines, { payments: [cash('309.70', '320.00')], documentType: 'BOLETA' });
  const paidTwice = [card('100.00'), cash('10.00')];
  const { sale } = await counter.sell([{ price: '110.00' }], { payments: paidTwice, customerId });
  await counter.do('registrarDevolucion', {
    saleId: sale!.id,
    reason: 'Vino con falla',
    items: [{ lineNumber: 1, quantity: 1, restock: true }],
    tillId: counter.tillId,
  });
  await counter.shop.sell({ items: [{ productId: first!.id, quantity: 1 }] });
}

/** Opens a screen and waits until it shows what it has. */
async function open(path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('main').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.skeleton, [aria-busy=true]') === null);
}

async function look({ colorScheme, viewport }: (typeof LOOKS)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(viewport);
  // Colours on their way from one look to the other are of neither.
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
    }
  });
}

/** The violations on the page as it is now, in each look. */
async function faults(where: string, looks = LOOKS.slice(0)): Promise<string[]> {
  const found: string[] = [];
  for (const one of looks) {
    await look(one);
    const told = await violationsOf(page);
    found.push(...told.map((what) => `${where} ${one.colorScheme} ${one.viewport.width}: ${what}`));
  }
  await look(LOOKS[0]);
  return found;
}

async function overflows(where: string): Promise<string[]> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: DESK.height });
    const px = await overflowOf(page);
    if (px > 0) found.push(`${where} at ${width} px: ${px} px too wide`);
  }
  await page.setViewportSize(DESK);
  return found;
}

test('there are screens to look at', () => expect(SCREENS.length).toBeGreaterThan(10));

test.each(SCREENS)(
  '%s is usable in every look and at every width',
  async (path) => {
    await open(path);
    expect([...(await faults(path)), ...(await overflows(path))]).toEqual([]);
  },
  LIMIT_MS,
);

/** Buttons that were pressed already, on this screen or in the frame of all. */
const pressed = new Set<string>();
let dialogs = 0;

/** Presses a button and gives what is wrong with the dialog that it opens, if it opens one. */
async function press(path: string, words: string): Promise<string[]> {
  await page.locator(BUTTONS).filter({ hasText: words }).first().click();
  if (!(await isDialogShown())) return [];
  dialogs += 1;
  const found = await faults(`${path} ${words}`, [LOOKS[0], LOOKS[1]]);
  return [...found, ...(await overflows(`${path} ${words}`))];
}

const BUTTONS = ':is(main, header) button:enabled';

test.each(SCREENS)(
  'the dialogs of %s are usable too',
  async (path) => {
    await open(path);
    const all = (await page.locator(BUTTONS).allTextContents()).filter((words) => words !== '');
    const fresh = [...new Set(all)].filter((words) => !pressed.has(words)).slice(0, MOST_BUTTONS);
    const found: string[] = [];
    for (const words of fresh) {
      pressed.add(words);
      if ((await page.locator(BUTTONS).filter({ hasText: words }).count()) === 0) continue;
      found.push(...(await press(path, words)));
      await open(path);
    }
    expect(found).toEqual([]);
  },
  LIMIT_MS,
);

/** A list has a button in each of its rows, all alike but for their words. */
const MOST_BUTTONS = 10;

async function isDialogShown(): Promise<boolean> {
  // A frame later: what the click has led to is on the screen.
  await page.evaluate(() => new Promise(requestAnimationFrame));
  return (await page.locator('dialog[open]').count()) > 0;
}

test('buttons did open dialogs', () => expect(dialogs).toBeGreaterThan(10));

test('nothing of this left the origin or broke the policy of the page', () => {
  expect(browser.misdeeds).toEqual([]);
});
