// Goal: whatever happens to the network, the page or the session, a cart is not lost and a sale is
// made once; the screen says which of both it is.
// Method: a real browser over a real graph; pages are reloaded in each state of a sale and doubled,
// and sessions end. After each test the graph is counted and checked.
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { missingBrowser, type TestBrowser } from '../support/browser.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';
import {
  addScanned,
  cart,
  dialog,
  expectGone,
  expectShown,
  fill,
  freshTill,
  lineOf,
  nextSale,
  openTill,
  pay,
  soldWords,
  tillIsReady,
  visor,
} from '../support/web-cashier.ts';
import { type Fate, type FaultyNetwork, openFaultyNetwork } from '../support/web-faults.ts';
import { openWebShop, type WebShop } from '../support/web-shop.ts';
import { openTruth, type Truth } from '../support/web-truth.ts';

const test = skipWithMessage(missingBrowser());
const LIMIT_MS = 60_000;
const CASH = [{ by: 'Efectivo' }] as const;
/** More failures than a test waits for. */
const always = (fate: Fate): Fate[] => Array(50).fill(fate);

let shop: WebShop;
let browser: TestBrowser;
let page: Page;
let truth: Truth;
let network: FaultyNetwork;
/** The sales that a test has made. */
let sold: number;
beforeAll(async () => {
  if (missingBrowser() !== null) return;
  shop = await openWebShop();
  truth = await openTruth(shop);
  browser = await shop.open();
  network = await openFaultyNetwork(browser.context);
  page = await browser.newPage();
  await openTill(page, shop);
}, LIMIT_MS);
afterAll(async () => {
  await truth?.close();
  await shop?.stop();
}, LIMIT_MS);
beforeEach(async () => {
  if (!shop) return;
  sold = 0;
  network.decide([]);
  await truth.startCounting();
  await freshTill(page);
});
afterEach(async () => {
  if (shop) await truth.expectSold(sold);
});

const doubt = () => page.getByRole('alert').getByText('Sin respuesta. No cobre de nuevo.');
const tray = () => page.getByRole('button', { name: /ventas pendientes/ });
const pending = () => dialog(page, 'Pendientes');

/** A cart with one product whose sale the network treats like this. */
async function sellUnder(fates: readonly Fate[]) {
  const product = await addScanned(shop, { stock: 5 });
  await fill(page, [product]);
  const keys = network.decide(fates);
  await pay(page, CASH);
  return { product, keys };
}

test('a reload while the sale is under way asks again at once, and sells once', async () => {
  const product = await addScanned(shop, { stock: 5 });
  await fill(page, [product]);
  const reached = network.holdAnswer();
  await pay(page, CASH);
  sold += 1;
  await reached;
  await page.reload();
  await soldWords(page);
  expect(await truth.available(product)).toBe(4);
});

test('a reload while nobody knows goes on asking, and sells once', async () => {
  const { product } = await sellUnder(always('DROP_ANSWER'));
  sold += 1;
  await expectShown(doubt());
  await page.reload();
  await expectShown(doubt());
  network.decide([]);
  await soldWords(page);
  expect(await truth.available(product)).toBe(4);
});

test('what was left pending is concluded after a reload, while the next customer is served', async () => {
  const { product } = await sellUnder(always('DROP_ANSWER'));
  await expectShown(doubt());
  await page.keyboard.press('F8');
  await expectGone(doubt());
  await page.reload();
  const next = await addScanned(shop);
  await tillIsReady(page);
  await fill(page, [next]);
  network.decide([]);
  // Nobody pays while the till knows that nothing is answered.
  await expectShown(page.getByText('En línea'));
  await pay(page, CASH);
  sold += 2;
  await soldWords(page);
  await nextSale(page).click();
  await tray().click();
  await expectShown(pending().getByText('Ya estaba registrada; no se vendió dos veces.'));
  expect(await truth.available(product)).toBe(4);
  await pending().getByRole('button', { name: 'Ver e imprimir ticket' }).click();
  await soldWords(page);
  await nextSale(page).click();
  await expectGone(tray());
});

test('what may have sold is given up by the graph alone: when it did sell, the sale stays', async () => {
  await sellUnder(always('DROP_ANSWER'));
  sold += 1;
  await expectShown(doubt());
  await page.keyboard.press('F8');
  await tray().click();
  await pending().getByRole('button', { name: 'Descartar…' }).click();
  await page.getByRole('button', { name: 'Preguntar y descartar' }).click();
  network.decide([]);
  expect(await soldWords(page)).toContain('Ya estaba registrada');
});

test('a sale that was refused leaves its cart, also after a reload', async () => {
  const product = await addScanned(shop, { stock: 1 });
  await fill(page, [product]);
  await page.keyboard.press('+');
  await page.keyboard.press('F9');
  const refused = dialog(page, /No alcanza el stock/);
  await expectShown(refused.or(dialog(page, 'Cobrar')));
  if (!(await refused.isVisible())) await page.keyboard.press('Enter');
  await expectShown(refused);
  await page.reload();
  await tillIsReady(page);
  await expectShown(lineOf(page, product).getByText('2', { exact: true }));
  expect(await truth.available(product)).toBe(1);
});

test('a reload on the ticket begins the next sale; the last one can be printed again', async () => {
  await sellUnder([]);
  sold += 1;
  await soldWords(page);
  await page.reload();
  await tillIsReady(page);
  expect(await cart(page).count()).toBe(0);
  await page.getByRole('button', { name: /^Reimprimir/, disabled: false }).click();
  await expectShown(page.getByRole('article', { name: 'Ticket' }).getByText('COPIA'));
});

test('a second tab is no till, says so, and takes over with the cart when the first one is gone', async () => {
  const product = await addScanned(shop);
  await fill(page, [product]);
  const second = await browser.newPage();
  await second.goto('/caja');
  await expectShown(second.getByText('La caja está abierta en otra pestaña'));
  await page.close();
  page = second;
  await expectShown(lineOf(page, product));
  await expectShown(visor(page).getByText('1.53'));
  await pay(page, CASH);
  sold += 1;
  await soldWords(page);
});

test('a session that ends at the counter locks the screen; after the password the sale is made', async () => {
  const product = await addScanned(shop, { stock: 5 });
  await fill(page, [product]);
  await expectShown(visor(page).getByText('1.53'));
  await network.endSession();
  await pay(page, CASH);
  await unlock();
  sold += 1;
  await soldWords(page);
  expect(await truth.available(product)).toBe(4);
});

test('behind the lock the payment stays as it was entered', async () => {
  const product = await addScanned(shop, { stock: 5 });
  await fill(page, [product]);
  await page.keyboard.press('F9');
  const received = dialog(page, 'Cobrar').getByLabel('Efectivo recibido');
  await received.fill('50');
  await network.endSession();
  // The browser hints that the network has changed, so the till asks whether anybody is there.
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await unlock();
  expect(await received.inputValue()).toBe('50');
  await page.keyboard.press('Enter');
  sold += 1;
  expect(await soldWords(page)).toContain('40.00');
});

test('nothing of this left the origin or broke the policy of the page', () => {
  expect(browser.misdeeds).toEqual([]);
});

async function unlock(): Promise<void> {
  const lock = dialog(page, 'Rosa Quispe');
  await expectShown(lock.getByText('La sesión terminó. Lo que tenía en pantalla sigue aquí.'));
  await lock.getByLabel('Contraseña').fill(shop.seller.credentials.password);
  await lock.getByRole('button', { name: 'Desbloquear' }).click();
  await expectGone(lock);
}
