// Goal: a day at the counter needs no mouse: the drawer is opened, a sale made and taken back, the
// drawer counted and closed. Method: a real browser over a real graph, worked by keys alone.
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { missingBrowser, type TestBrowser } from '../support/browser.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';
import {
  addScanned,
  dialog,
  expectGone,
  expectShown,
  fill,
  nextSale,
  type ScannedProduct,
  soldWords,
  tillIsReady,
} from '../support/web-cashier.ts';
import { enter, openWebShop, type WebShop } from '../support/web-shop.ts';
import { openTruth, type Truth } from '../support/web-truth.ts';

const test = skipWithMessage(missingBrowser());
const LIMIT_MS = 60_000;
/** A person's pause between two keys: no scanner's. */
const BY_HAND = { delay: 80 };
const MOST_TABS = 60;

let shop: WebShop;
let browser: TestBrowser;
let page: Page;
let truth: Truth;
let product: ScannedProduct;
beforeAll(async () => {
  if (missingBrowser() !== null) return;
  shop = await openWebShop();
  truth = await openTruth(shop);
  const { counter } = shop;
  await counter.do('cerrarSesionCaja', { sessionId: counter.sessionId, countedAmount: '100.00' });
  product = await addScanned(shop, { price: '12.90', stock: 5 });
  browser = await shop.open();
  page = await browser.newPage();
  await enter(page, shop.seller.credentials, '/arqueo');
}, LIMIT_MS);
afterAll(async () => {
  await truth?.close();
  await shop?.stop();
}, LIMIT_MS);

/** Goes on with Tab until something has the focus. */
async function tabTo(wanted: Locator): Promise<void> {
  await expectShown(wanted);
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    const isThere = await wanted.first().evaluate((element) => element === document.activeElement);
    if (isThere) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${MOST_TABS} times Tab do not lead to ${wanted}`);
}

test('F1 tells the keys, and Esc leads back', async () => {
  await page.keyboard.press('F1');
  await expectShown(page.getByRole('dialog').getByRole('heading', { level: 2 }));
  await page.keyboard.press('Escape');
  await expectGone(page.getByRole('dialog'));
});

async function goTo(screen: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expectShown(dialog(page, 'Ir a…'));
  await page.keyboard.type(screen, BY_HAND);
  await page.keyboard.press('Enter');
  await expectGone(dialog(page, 'Ir a…'));
}

test(
  'the drawer is opened, a sale made and taken back, the drawer counted and closed',
  async () => {
    await truth.startCounting();
    await tabTo(page.getByLabel('Efectivo en el cajón'));
    await page.keyboard.type('100', BY_HAND);
    await page.keyboard.press('Enter');
    await expectShown(page.getByRole('button', { name: /^Comparar/ }));

    await goTo('Caja');
    await tillIsReady(page);
    await fill(page, [product]);
    await page.keyboard.press('F9');
    await expectShown(dialog(page, 'Cobrar'));
    await page.keyboard.type('20', BY_HAND);
    await page.keyboard.press('Enter');
    expect(await soldWords(page)).toMatch(/Entregue de vuelto\s*S\/\s*7\.10/);
    await tabTo(nextSale(page));
    await page.keyboard.press('Enter');
    await tillIsReady(page);

    await goTo('Ventas');
    await tabTo(page.getByRole('row').getByRole('link'));
    await page.keyboard.press('Enter');
    await tabTo(page.getByRole('button', { name: 'Devolver…' }));
    await page.keyboard.press('Enter');
    const returning = dialog(page, /^Devolver de/);
    await tabTo(returning.getByRole('button', { name: 'Todo' }));
    await page.keyboard.press('Enter');
    await tabTo(returning.getByLabel('Motivo'));
    await page.keyboard.type('No era el color', BY_HAND);
    await tabTo(returning.getByRole('button', { name: 'Registrar devolución' }));
    await page.keyboard.press('Enter');
    await expectShown(dialog(page, 'Devolución registrada').getByText('12.90').first());
    await page.keyboard.press('Enter');
    await expectGone(dialog(page, 'Devolución registrada'));

    await goTo('Arqueo');
    await tabTo(page.getByLabel('S/ 100', { exact: true }));
    await page.keyboard.type('1', BY_HAND);
    await page.keyboard.press('F9');
    await expectShown(page.getByRole('button', { name: /^Cerrar caja/ }));
    await page.keyboard.press('F9');
    await expectShown(page.getByRole('button', { name: 'Listo' }));

    await truth.expectSold(1);
    expect(await truth.available(product)).toBe(5);
    const { sesionesCaja } = await shop.counter.ask<{
      sesionesCaja: { nodes: { counted: string; difference: string; cashRefunds: string }[] };
    }>('{ sesionesCaja(first: 1) { nodes { counted difference cashRefunds } } }');
    expect(sesionesCaja.nodes).toEqual([
      { counted: '100.00', difference: '0.00', cashRefunds: '12.90' },
    ]);
  },
  LIMIT_MS,
);

test('nothing of this left the origin or broke the policy of the page', () => {
  expect(browser.misdeeds).toEqual([]);
});
