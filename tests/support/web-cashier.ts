// The till in a browser, worked as its people work it: by the scanner, the keys and the words that
// are on the screen.
import type { CDPSession, Locator, Page } from 'playwright-core';
import type { NewProduct, SeededProduct } from './shop.ts';
import { enter, type WebShop } from './web-shop.ts';

/** A means of payment by its words on the screen. */
export type MeansWords = 'Efectivo' | 'Tarjeta' | 'Yape' | 'Plin' | 'Transferencia';

/** A payment with one means; exactly what is left when no amount is given. */
export interface Paid {
  by: MeansWords;
  amount?: string;
  reference?: string;
}

/** A product that a scanner can read; its barcode is one of the shop's own. */
export type ScannedProduct = SeededProduct & { name: string; barcode: string };

/** Makes barcodes: 13 digits with their check digit, another one each time. */
let barcodes = 0;
export function nextBarcode(): string {
  const digits = `775${String(Date.now()).slice(-5)}${String(barcodes++).padStart(4, '0')}`;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** Adds a product with a barcode; the till asks the server for what it does not know yet. */
export async function addScanned(
  { counter }: WebShop,
  { price = '10.00', stock = 1_000, ...more }: NewProduct = {},
): Promise<ScannedProduct> {
  const barcode = nextBarcode();
  const name = more.name ?? `Cable HDMI ${barcode.slice(-5)}`;
  const product = await counter.shop.addProduct({ ...more, name, barcode, price, stock });
  return { ...product, name, barcode };
}

/** Opens the till; the seller signs in where the session is over. */
export async function openTill(page: Page, { seller }: WebShop): Promise<void> {
  await page.goto('/caja');
  const door = page.getByRole('heading', { name: 'Entrar', level: 1 });
  await expectShown(door.or(page.getByRole('navigation', { name: 'Principal' })));
  if (await door.isVisible()) await enter(page, seller.credentials, '/caja');
}

/** The till takes codes and names: its cart is in nobody's hands. */
export async function tillIsReady(page: Page): Promise<void> {
  await expectShown(searchField(page));
  await page.waitForFunction(() => {
    const field = document.querySelector('#caja-buscar');
    return field instanceof HTMLInputElement && !field.disabled;
  });
}

/** Opens the till anew with an empty cart, whatever was there. */
export async function freshTill(page: Page): Promise<void> {
  await page.goto('/caja');
  await tillIsReady(page);
  const lines = cart(page).getByRole('listitem');
  for (let left = await lines.count(); left > 0; left -= 1) {
    await searchField(page).press('Delete');
  }
  await expectGone(cart(page));
}

export const searchField = (page: Page) => page.getByRole('combobox', { name: /^Producto/ });
export const cart = (page: Page) => page.getByRole('region', { name: 'Carrito', exact: true });
export const visor = (page: Page) => page.getByRole('group', { name: 'Importe de la venta' });
export const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });

/** The line of a product in the cart. */
export const lineOf = (page: Page, { name }: { name: string }) =>
  cart(page).getByRole('listitem').filter({ hasText: name });

/** The pause of a scanner between two keys, in ms. */
const SCANNER_GAP_MS = 10;
const debuggers = new WeakMap<Page, Promise<CDPSession>>();

/**
 * Reads a code as a scanner does: digits as a machine types them, then Enter. The keys carry the
 * times of a scanner, however busy the machine is on which this runs.
 */
export async function scan(page: Page, { barcode }: { barcode: string }): Promise<void> {
  const attached = debuggers.get(page) ?? page.context().newCDPSession(page);
  debuggers.set(page, attached);
  const session = await attached;
  const keys = [...barcode].map((key) => ({ key, text: key, code: `Digit${key}` }));
  const all = [...keys, { key: 'Enter', text: '\r', code: 'Enter' }];
  const beginsAtMs = Date.now() - all.length * SCANNER_GAP_MS;
  const sent = all.flatMap((key, index) => {
    const timestamp = (beginsAtMs + index * SCANNER_GAP_MS) / 1000;
    const press = (type: 'keyDown' | 'keyUp') =>
      session.send('Input.dispatchKeyEvent', { ...key, type, timestamp });
    return [press('keyDown'), press('keyUp')];
  });
  await Promise.all(sent);
}

/** Reads the codes of products, and waits until all of them lie in the cart. */
export async function fill(page: Page, products: readonly ScannedProduct[]): Promise<void> {
  // Before that nobody hears the scanner.
  await tillIsReady(page);
  for (const product of products) await scan(page, product);
  for (const product of products) await expectShown(lineOf(page, product));
}

/** Pays what lies in the cart, with one means or several, and confirms. */
export async function pay(page: Page, payments: readonly Paid[]): Promise<void> {
  await page.keyboard.press('F9');
  const paying = dialog(page, 'Cobrar');
  for (const { by, amount, reference } of payments) {
    await paying.getByRole('radio', { name: by }).click();
    const label = by === 'Efectivo' ? 'Efectivo recibido' : 'Monto';
    if (amount !== undefined) await paying.getByLabel(label).fill(amount);
    if (reference !== undefined) await paying.getByLabel('N.º de operación').fill(reference);
    await page.keyboard.press('Enter');
  }
}

export const nextSale = (page: Page) => page.getByRole('button', { name: /^Siguiente venta/ });

/** Waits for the sale's own screen and gives its words. */
export async function soldWords(page: Page): Promise<string> {
  await expectShown(nextSale(page));
  return (await page.locator('main.sold').textContent()) ?? '';
}

/** Waits until something is on the screen. */
export const expectShown = (locator: Locator) => locator.first().waitFor();

/** Waits until nothing like it is on the screen. */
export const expectGone = (locator: Locator) => locator.first().waitFor({ state: 'hidden' });
