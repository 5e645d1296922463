// `npm run screenshots`: pictures of the till and the panel for the README, in light and dark, from
// the real client over a real graph with a made-up day of a shop.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openDatabase } from '../../../common/subgraph/database/database.ts';
import { readArguments } from '../../../scripts/operate/environment/command-arguments.ts';
import { OperatorError, runCommand } from '../../../scripts/operate/environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../../../scripts/operate/environment/settings.ts';
import { buildWebIfStale } from '../../../scripts/stack/build-web/build-web.ts';
import {
  ADMIN_URL_VARIABLE,
  startThrowawayServer,
} from '../../../scripts/stack/throwaway/throwaway-server.ts';
import { missingBrowser } from '../../support/browser.ts';
import { card, cash } from '../../support/counter.ts';
import type { SeededProduct } from '../../support/shop.ts';
import { lineOf, nextBarcode, openTill, scan, tillIsReady } from '../../support/web-cashier.ts';
import { ADMIN, enter, openWebShop, type WebShop } from '../../support/web-shop.ts';

const IMAGES = join(REPOSITORY_ROOT, 'docs', 'images');

const PRODUCTS: readonly (readonly [name: string, price: string, stock: number])[] = [
  ['Cable HDMI 2.1 de 2 m', '39.90', 46],
  ['Mouse inalámbrico Logitech M170', '45.00', 31],
  ['Teclado mecánico Redragon Kumara', '189.00', 7],
  ['Foco LED 9 W luz blanca', '7.90', 240],
  ['Extensión de 5 tomas, 3 m', '32.50', 18],
  ['Audífonos Bluetooth JBL Tune 520', '199.00', 12],
  ['Cargador USB-C de 20 W', '59.90', 3],
  ['Memoria USB de 64 GB Kingston', '29.90', 85],
  ['Power bank de 10 000 mAh', '89.00', 22],
  ['Pilas AA Duracell, 4 unidades', '18.50', 64],
  ['Router TP-Link Archer C6', '169.00', 9],
  ['Parlante portátil Xiaomi', '139.00', 14],
];
const SALES = 48;
/** As large as a README shows it, so that a picture stays small. */
const VIEWPORT = { width: 1280, height: 720 };

await runCommand(async () => {
  readArguments('npm run screenshots');
  const missing = missingBrowser();
  if (missing !== null) throw new OperatorError(missing);
  await buildWebIfStale();
  const server = await startThrowawayServer();
  process.env[ADMIN_URL_VARIABLE] = server.adminUrl;
  try {
    const shop = await openWebShop();
    try {
      await takeAll(shop);
    } finally {
      await shop.stop();
    }
  } finally {
    await server.stop();
  }
});
// The channel to the parent would keep this process alive.
process.disconnect?.();

async function takeAll(shop: WebShop): Promise<void> {
  const products = await fillShop(shop);
  mkdirSync(IMAGES, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    const browser = await shop.open({ colorScheme, viewport: VIEWPORT });
    const page = await browser.newPage();
    await openTill(page, shop);
    await tillIsReady(page);
    await fillCart(page, products);
    await take(page, `caja-${colorScheme}`);
    await browser.context.clearCookies();
    await page.goto('about:blank');
    await enter(page, ADMIN, '/panel');
    await page.locator('svg.chart').first().waitFor();
    await take(page, `panel-${colorScheme}`);
    await browser.close();
  }
}

async function take(page: Page, name: string): Promise<void> {
  // The fonts are the page's own, and arrive after its words.
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(IMAGES, `${name}.png`), animations: 'disabled' });
}

type Scanned = SeededProduct & { name: string; barcode: string };

async function fillCart(page: Page, products: readonly Scanned[]): Promise<void> {
  for (const [at, units] of [
    [0, 2],
    [5, 1],
    [3, 6],
    [6, 1],
    [9, 3],
  ] as const) {
    const product = products[at];
    if (!product) throw new Error('there is nothing to scan');
    for (let unit = 0; unit < units; unit += 1) await scan(page, product);
    await lineOf(page, product).getByText(String(units), { exact: true }).waitFor();
  }
  // The tax is there when the server has seen the cart.
  await page.getByText(/IGV incluido/).waitFor();
  await page.waitForFunction(() => !document.querySelector('.visor')?.textContent?.includes('…'));
}

/** A week of sales, so that there is something to compare. */
async function fillShop({ counter, seller, graph }: WebShop): Promise<Scanned[]> {
  const given = PRODUCTS.map(([name, price, stock], at) => {
    return { sku: `EP-${1001 + at}`, name, price, stock: stock + SALES, barcode: nextBarcode() };
  });
  const added = await counter.shop.addProducts(given);
  const products = added.map((product, at) => ({
    ...product,
    name: given[at]?.name ?? '',
    barcode: given[at]?.barcode ?? '',
  }));
  const { crearVendedor } = await counter.ask<{ crearVendedor: { seller: { id: string } } }>(
    `mutation { crearVendedor(input: { code: "LUIS", name: "Luis Paredes" }) { seller { id } } }`,
  );
  for (let sale = 0; sale < SALES; sale += 1) {
    const at = (sale * 7 + (sale % 2) * 3) % products.length;
    const [product, price] = [products[at], PRODUCTS[at]?.[1]];
    if (!product || price === undefined) throw new Error('there is nothing to sell');
    await counter.do('realizarVenta', {
      sellerId: sale % 3 === 0 ? crearVendedor.seller.id : seller.sellerId,
      tillId: counter.tillId,
      items: [{ productId: product.id, quantity: 1 }],
      payments: sale % 2 === 0 ? [card(price)] : [cash(price)],
    });
  }
  await spreadOverWeek(graph.databaseUrls.ventas);
  return products;
}

/** Sales as if they were made over the hours of today, and of the same day a week ago. */
async function spreadOverWeek(databaseUrl: string): Promise<void> {
  const database = openDatabase(databaseUrl, 1);
  try {
    await database.execute(
      `UPDATE Sale SET createdAt = createdAt - INTERVAL (CRC32(id) MOD 8) HOUR
         - INTERVAL IF(CRC32(id) MOD 5 < 2, 7, 0) DAY`,
    );
    await database.execute(
      `UPDATE Payment JOIN Sale ON Sale.id = saleId SET Payment.createdAt = Sale.createdAt,
         Payment.day = DATE(Sale.createdAt - INTERVAL 5 HOUR)`,
    );
  } finally {
    await database.close();
  }
}
