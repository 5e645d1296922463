// Goal: what the till takes and says is what the graph has: each means of payment, a factura, a
// discount, and codes that come faster than anybody looks.
// Method: a real browser over a real graph; after each test the graph is counted and checked.
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { missingBrowser, type TestBrowser } from '../support/browser.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';
import {
  addScanned,
  dialog,
  expectShown,
  fill,
  freshTill,
  lineOf,
  openTill,
  type Paid,
  pay,
  scan,
  searchField,
  soldWords,
  visor,
} from '../support/web-cashier.ts';
import { openWebShop, type WebShop } from '../support/web-shop.ts';
import { openTruth, type Truth } from '../support/web-truth.ts';

const test = skipWithMessage(missingBrowser());
const LIMIT_MS = 60_000;

let shop: WebShop;
let browser: TestBrowser;
let page: Page;
let truth: Truth;
/** The sales that a test has made. */
let sold: number;
beforeAll(async () => {
  if (missingBrowser() !== null) return;
  shop = await openWebShop();
  truth = await openTruth(shop);
  browser = await shop.open();
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
  await truth.startCounting();
  await freshTill(page);
});
afterEach(async () => {
  if (shop) await truth.expectSold(sold);
});

test('cash is rounded down to the coin, and the change is told', async () => {
  const product = await addScanned(shop, { price: '12.93', stock: 5 });
  await fill(page, [product]);
  await pay(page, [{ by: 'Efectivo', amount: '20' }]);
  sold += 1;

  const words = await soldWords(page);
  expect(words).toMatch(/Entregue de vuelto\s*S\/\s*7\.10/i);
  expect(words).toContain('A cobrar 12.90');
  const sale = await truth.lastSale();
  expect(sale).toMatchObject({ amountDue: '12.90', change: '7.10', cashRounding: '-0.03' });
  expect(sale.payments).toMatchObject([{ method: 'CASH', amount: '12.90', tendered: '20.00' }]);
  expect(await truth.available(product)).toBe(4);
});

test.each<[Paid['by'], string]>([
  ['Tarjeta', 'CARD'],
  ['Yape', 'YAPE'],
  ['Plin', 'PLIN'],
  ['Transferencia', 'TRANSFER'],
])('%s pays to the céntimo, with the number of its operation', async (by, method) => {
  const product = await addScanned(shop, { price: '12.93' });
  await fill(page, [product]);
  await pay(page, [{ by, reference: 'ab-12345' }]);
  sold += 1;

  await soldWords(page);
  const { amountDue, payments } = await truth.lastSale();
  expect(amountDue).toBe('12.93');
  expect(payments).toMatchObject([{ method, amount: '12.93', reference: 'AB-12345' }]);
});

test('several means pay one sale; only the cash gives change', async () => {
  const product = await addScanned(shop, { price: '50.00' });
  await fill(page, [product]);
  await pay(page, [
    { by: 'Tarjeta', amount: '30', reference: '998877' },
    { by: 'Efectivo', amount: '50' },
  ]);
  sold += 1;

  expect(await soldWords(page)).toMatch(/Entregue de vuelto\s*S\/\s*30\.00/i);
  expect((await truth.lastSale()).payments).toMatchObject([
    { method: 'CARD', amount: '30.00', reference: '998877' },
    { method: 'CASH', amount: '20.00', tendered: '50.00' },
  ]);
});

test('a card without the number of its operation sells nothing and says what is missing', async () => {
  const product = await addScanned(shop);
  await fill(page, [product]);
  await pay(page, [{ by: 'Tarjeta' }]);
  await expectShown(page.getByText('Falta el número de la operación.'));
});

test('a factura asks for a RUC, whose customer is made in place', async () => {
  const product = await addScanned(shop);
  await fill(page, [product]);
  await page.getByRole('radio', { name: 'Factura' }).click();
  await page.keyboard.press('F9');
  const finding = dialog(page, 'Cliente');
  await expectShown(finding.getByText('La factura lleva un cliente con RUC.'));
  await finding.getByLabel('DNI, RUC o nombre').fill('20100070970');
  await expectShown(finding.getByText('No hay un cliente así.'));
  await page.keyboard.press('Enter');
  const making = dialog(page, 'Nuevo cliente');
  await making.getByLabel('Razón social').fill('Comercial Los Andes S.A.C.');
  await page.keyboard.press('Enter');
  await expectShown(page.getByText('RUC 20100070970'));
  await pay(page, [{ by: 'Efectivo' }]);
  sold += 1;

  await soldWords(page);
  await expectShown(page.getByRole('article').getByText('FACTURA', { exact: true }));
  const { document, customerName } = await truth.lastSale();
  expect(document?.type).toBe('FACTURA');
  expect(customerName).toBe('Comercial Los Andes S.A.C.');
});

test('a discount on the whole sale is taken off before it is charged', async () => {
  const product = await addScanned(shop, { price: '40.00' });
  await fill(page, [product]);
  await page.keyboard.press('F4');
  await dialog(page, 'Descuento').getByLabel('Porcentaje').fill('5');
  await page.keyboard.press('Enter');
  await expectShown(visor(page).getByText('38.00'));
  await pay(page, [{ by: 'Efectivo' }]);
  sold += 1;

  await soldWords(page);
  expect(await truth.lastSale()).toMatchObject({ discount: '2.00', total: '38.00' });
});

test('a burst of codes counts every one of them, wherever the focus is', async () => {
  const product = await addScanned(shop, { price: '1.00' });
  await scan(page, product);
  await expectShown(lineOf(page, product));
  await page.getByRole('button', { name: /^Guardar/ }).focus();
  for (let codes = 1; codes < 50; codes += 1) await scan(page, product);
  await expectShown(lineOf(page, product).getByText('50', { exact: true }));
  await expectShown(visor(page).getByText('50.00').first());
  expect(await searchField(page).inputValue()).toBe('');
});

test('nothing of this left the origin or broke the policy of the page', () => {
  expect(browser.misdeeds).toEqual([]);
});
