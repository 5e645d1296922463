// Goal: a seller sells with the keyboard and a scanner alone, and what the screen says is what was
// sold. Method: a real browser over a real graph; after each sale the server is asked.
// Long because one shop serves all of it.
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { missingBrowser, overflowOf, violationsOf } from '../support/browser.ts';
import type { SeededProduct } from '../support/shop.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';
import { ADMIN, openWebShop, type WebShop } from '../support/web-shop.ts';
import { openTillPage, type TillPage } from '../support/web-till.ts';

const test = skipWithMessage(missingBrowser());
const LIMIT_MS = 90_000;
const CABLE = '7750000000017';
const MOUSE = '7750000000024';

let shop: WebShop;
let till: TillPage;
let page: Page;
let cable: SeededProduct;
let mouse: SeededProduct;
beforeAll(async () => {
  if (missingBrowser() !== null) return;
  shop = await openWebShop();
  const product = (name: string, price: string, barcode: string, stock: number) =>
    shop.counter.shop.addProduct({ name, price, barcode, stock });
  cable = await product('Cable HDMI 2 m', '19.96', CABLE, 100);
  mouse = await product('Mouse inalámbrico', '45.50', MOUSE, 100);
  till = await openTillPage(shop);
  page = till.page;
  await page.getByText('2 productos al día').waitFor();
}, LIMIT_MS);
afterAll(() => shop?.stop(), LIMIT_MS);

const amountOf = (text: string | null) => (text ?? '').replaceAll(/[^\d.−-]/g, '');
const total = () => page.locator('.pay .visor__amount').textContent().then(amountOf);
const lines = () => page.locator('.line .line__name').allInnerTexts();

async function nextSale(): Promise<void> {
  await page.getByRole('button', { name: /Siguiente venta/ }).press('Enter');
  await page.locator('.caja').waitFor();
}

/** Opens the payment once the server has been asked about the cart. */
async function charge(): Promise<void> {
  await page.getByText(/IGV incluido\s*\d/).waitFor();
  await page.keyboard.press('F9');
  await page.getByRole('dialog', { name: 'Cobrar' }).waitFor();
}

async function setPrice({ id }: SeededProduct, price: string): Promise<void> {
  const { producto } = await shop.counter.shop.ask<{ producto: { version: number } }>(
    'query Read($id: ID!) { producto(id: $id) { version } }',
    { id },
  );
  await shop.counter.shop.ask(
    `mutation SetPrice($input: ActualizarProductoInput!) {
      actualizarProducto(input: $input) { userErrors { code } } }`,
    { input: { id, version: producto.version, price } },
  );
}

test('by keyboard and scanner alone: three of one, a new customer, cash, change, a boleta', async () => {
  await page.keyboard.type('3*');
  await till.scan(CABLE);
  await till.scan(MOUSE);
  await page.getByText('Mouse inalámbrico').waitFor();
  expect(await page.locator('#caja-buscar').inputValue()).toBe('');
  await page.keyboard.press('+');
  expect(await total()).toBe('150.88');

  await page.keyboard.press('F3');
  await page.getByRole('dialog', { name: 'Cliente' }).waitFor();
  await page.keyboard.type('40000001');
  await page.getByText('No hay un cliente así').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Nuevo cliente' }).waitFor();
  await page.keyboard.type('Lucía Huamán Torres');
  await page.keyboard.press('Enter');
  await page.getByText('DNI 40000001').waitFor();

  await charge();
  await page.keyboard.type('200');
  expect(await page.getByRole('status', { name: 'Cuenta' }).textContent()).toMatch(
    /Redondeo−0\.08.*150\.80.*49\.20/,
  );
  await page.keyboard.press('Enter');
  await page.getByText('Entregue de vuelto').waitFor();
  await page.getByText(/Boleta B\d{3}-00000001/).waitFor();
  expect(amountOf(await page.locator('.sold .visor__amount').textContent())).toBe('49.20');
  const ticket = page.getByRole('article', { name: 'Ticket' });
  expect(await ticket.textContent()).toMatch(/BOLETA DE VENTA.*3 × 19\.96.*SON: /);
  expect(await ticket.textContent()).not.toContain('COPIA');
  await page.locator('.ticket__qr path').waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await nextSale();
  expect(await lines()).toEqual([]);
  expect((await shop.counter.shop.stockOf(cable.id)).available).toBe(97);
  expect((await shop.counter.shop.stockOf(mouse.id)).available).toBe(98);
});

test('the last sale is printed again as a copy', async () => {
  await page.keyboard.press('F10');
  await page.getByText('COPIA', { exact: true }).waitFor();
  await nextSale();
});

test('Yape and cash pay together, and only the cash gives change', async () => {
  await till.scan(MOUSE);
  await charge();
  await page.getByRole('radio', { name: 'Yape' }).click();
  await page.keyboard.press('Enter');
  await page.getByText('Falta el número de la operación').waitFor();
  await page.getByLabel('N.º de operación').fill('op-8821');
  await page.getByLabel('Monto').fill('25.50');
  await page.keyboard.press('Enter');
  await page.getByText('Op. OP-8821').waitFor();
  await page.keyboard.type('50');
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByText('Entregue de vuelto').waitFor();
  expect(amountOf(await page.locator('.sold .visor__amount').textContent())).toBe('30.00');
  await nextSale();
});

test('a discount above the limit is sold after an administrator approves it at the till', async () => {
  await till.scan(MOUSE);
  await page.keyboard.press('F4');
  await page.getByRole('dialog', { name: 'Descuento' }).waitFor();
  await page.keyboard.type('20');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Pedir autorización…' }).click();
  await page.getByLabel('Correo del administrador').fill(ADMIN.email);
  await page.getByLabel('Contraseña').fill('not-the-password');
  await page.keyboard.press('Enter');
  await page.locator('dialog .error').waitFor();
  await page.getByLabel('Contraseña').fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await charge();
  await page.keyboard.press('Enter');
  await page.getByRole('article', { name: 'Ticket' }).waitFor();
  expect(amountOf(await page.locator('.sold .visor__amount').textContent())).toBe('36.40');
  await nextSale();
});

test('short lines and changed prices are mended in place, and then sold', async () => {
  const rare = await shop.counter.shop.addProduct({
    name: 'Parlante raro',
    price: '100.00',
    barcode: '7750000000031',
    stock: 2,
  });
  await page.keyboard.type('3*');
  await till.scan('7750000000031');
  await page.getByText('Parlante raro').waitFor();
  await page.getByText('Hay 2').waitFor();
  await page.keyboard.press('F9');
  await page.getByRole('dialog', { name: /No alcanza el stock/ }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await setPrice(rare, '110.00');
  await page.getByRole('button', { name: 'Ajustar a 2' }).click();
  await page
    .getByRole('button', { name: /^Cobrar/ })
    .last()
    .click();
  await page.getByRole('dialog', { name: 'Cobrar' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Cambió un precio' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Cobrar' }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.sold .visor__amount').waitFor();
  expect(amountOf(await page.locator('.sold .visor__amount').textContent())).toBe('220.00');
  await nextSale();
});

test('a code that is read into a field leaves it, and presses no button', async () => {
  await page.getByRole('radio', { name: 'Ninguno' }).focus();
  await till.scan(MOUSE);
  await page.getByText('1 línea · 1 unidad').waitFor();
  await page.keyboard.press('F9');
  await page.getByRole('dialog', { name: 'Cobrar' }).waitFor();
  await till.scan(CABLE);
  expect(await page.getByLabel('Efectivo recibido').inputValue()).toBe('');
  await page.keyboard.press('Escape');
  expect(await lines()).toEqual(['Mouse inalámbrico']);
});

test('an unknown code is told, and the next good one takes the words away', async () => {
  await till.scan('7759999999999');
  await page.getByText('Código desconocido: 7759999999999').waitFor();
  await till.scan(CABLE);
  await page.getByText('Código desconocido').waitFor({ state: 'detached' });
  expect(await lines()).toEqual(['Mouse inalámbrico', 'Cable HDMI 2 m']);
});

test('a cart is put aside and taken back, over a reload', async () => {
  await page.keyboard.press('F6');
  await page.getByText('Carrito guardado').waitFor();
  await page.reload();
  await page.locator('.caja').waitFor();
  await page.getByRole('button', { name: /Recuperar/ }).waitFor();
  await page.keyboard.press('F7');
  await page.getByRole('dialog', { name: 'Carritos guardados' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('2 líneas · 2 unidades').waitFor();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Delete');
  expect(await lines()).toEqual([]);
});

test('an administrator says for whom they sell, and opens a drawer that is shut', async () => {
  await shop.counter.addTill();
  const admin = await openTillPage(shop, ADMIN);
  const { page: desk } = admin;
  await desk.getByText('productos al día').waitFor();
  await admin.scan(MOUSE);
  await desk.keyboard.press('F9');
  await desk.getByRole('dialog', { name: 'Este equipo' }).waitFor();
  expect(await violationsOf(desk)).toEqual([]);
  await desk.getByRole('button', { name: 'Caja Cerrada' }).click();
  await desk.locator('.choices').last().getByRole('button').first().click();
  await desk.getByRole('dialog').waitFor({ state: 'detached' });
  await desk.keyboard.press('F9');
  await desk.getByRole('dialog', { name: 'Cobrar' }).waitFor();
  await desk.getByRole('dialog').getByRole('button', { name: 'Abrir caja…' }).click();
  await desk.getByRole('dialog', { name: /^Abrir/ }).waitFor();
  await desk.keyboard.type('50');
  await desk.keyboard.press('Enter');
  await desk.getByRole('dialog', { name: 'Cobrar' }).waitFor();
  await desk.keyboard.press('Enter');
  await desk.locator('.sold').waitFor();
  expect(admin.browser.misdeeds).toEqual([]);
  await admin.browser.close();
});

test.each(['light', 'dark'] as const)('a phone reaches every tool in %s', async (colorScheme) => {
  await page.setViewportSize({ width: 390, height: 844 });
  // Without motion: the tint of a new line passes through every contrast.
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await till.scan(MOUSE);
  await page.getByText('1 línea · 1 unidad').waitFor();
  expect(await overflowOf(page)).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Más de la caja' }).click();
  await page.getByRole('button', { name: 'Ir a otra pantalla…' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Descuento' }).click();
  await page.getByRole('dialog', { name: 'Descuento' }).waitFor();
  expect(await overflowOf(page)).toBe(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Delete');
});

test('nothing of this left the origin or broke the policy of the page', () => {
  expect(till.browser.misdeeds).toEqual([]);
});
