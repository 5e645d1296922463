// The web client against its aims: in a real browser over a real graph with 10,000 products.
import type { Page } from 'playwright-core';
import { buildWebIfStale } from '../../scripts/stack/build-web/build-web.ts';
import { freePort } from '../../scripts/stack/throwaway/free-port.ts';
import {
  ADMIN_URL_VARIABLE,
  startThrowawayServer,
} from '../../scripts/stack/throwaway/throwaway-server.ts';
import type { TestBrowser } from '../../tests/support/browser.ts';
import { nextBarcode, openTill, type ScannedProduct } from '../../tests/support/web-cashier.ts';
import { openWebShop, type WebShop } from '../../tests/support/web-shop.ts';
import { printTable, say, type TableRow } from '../table.ts';
import { lighthouseMarks, loadWaits, type Marks } from './page-loads.ts';
import type { Waits } from './stopwatch.ts';
import { heapMiB, saleWaits, scanWaits, searchWaits } from './till-waits.ts';

const PRODUCTS = 10_000;
const LOT = 500;
const LOADS = 9;
const LIMIT_MS = 120_000;

export interface WebBenchOptions {
  /** Sales before the memory is read again. */
  sales: number;
}

/** Measures the web client, and prints a table. */
export async function benchWeb({ sales }: WebBenchOptions): Promise<void> {
  await buildWebIfStale();
  const server = await startThrowawayServer();
  process.env[ADMIN_URL_VARIABLE] = server.adminUrl;
  try {
    const shop = await openWebShop();
    try {
      const products = await addProducts(shop);
      say(`${PRODUCTS} products, ${LOADS} loads of each kind, ${sales} sales`);
      const head = ['measure', 'p50', 'p95', 'aim'];
      printTable(await measureMarks(shop), head);
      printTable(await measureLoads(shop), head);
      printTable(await measureTill(shop, products, sales), head);
    } finally {
      await shop.stop();
    }
  } finally {
    await server.stop();
  }
}

const KINDS = ['Cable HDMI', 'Mouse USB', 'Foco LED', 'Teclado inalámbrico', 'Parlante', 'Batería'];

async function addProducts({ counter }: WebShop): Promise<ScannedProduct[]> {
  const made: ScannedProduct[] = [];
  for (let from = 0; from < PRODUCTS; from += LOT) {
    const lot = Array.from({ length: LOT }, (_, index) => ({
      name: `${KINDS[(from + index) % KINDS.length]} modelo ${from + index}`,
      barcode: nextBarcode(),
      price: '19.90',
      stock: 100_000,
    }));
    const added = await counter.shop.addProducts(lot);
    made.push(
      ...added.map((product, index) => ({
        ...product,
        name: lot[index]?.name ?? '',
        barcode: lot[index]?.barcode ?? '',
      })),
    );
  }
  return made;
}

const msOf = (ms: number) => `${ms.toFixed(0)} ms`;
const rowOf = (measure: string, { p50Ms, p95Ms }: Waits, aim: string): TableRow => [
  measure,
  msOf(p50Ms),
  msOf(p95Ms),
  aim,
];

const ALL_THERE = `${PRODUCTS.toLocaleString('en-US')} productos al día`;

/** A till that has every product. */
async function openFullTill(shop: WebShop): Promise<{ browser: TestBrowser; page: Page }> {
  const browser = await shop.open();
  const page = await browser.newPage();
  page.setDefaultTimeout(LIMIT_MS);
  await openTill(page, shop);
  await page.getByText(ALL_THERE).waitFor();
  return { browser, page };
}

async function measureTill(
  shop: WebShop,
  products: readonly ScannedProduct[],
  sales: number,
): Promise<TableRow[]> {
  const { browser, page } = await openFullTill(shop);
  const search = await searchWaits(page);
  // The first sales bring what stays: code, and the shapes of objects.
  await saleWaits(page, products, 10);
  const heapBefore = await heapMiB(page);
  const sale = await saleWaits(page, products, sales);
  const grown = (await heapMiB(page)) - heapBefore;
  const { waits, burst } = await scanWaits(page, products);
  await browser.close();
  return [
    rowOf('key → results, 10,000 products', search, '50 ms'),
    rowOf('scan → line at 500 lines', waits, '50 ms'),
    ['codes of a burst of 50 that counted', String(burst), '', '50'],
    rowOf('confirmation → ticket', sale, '100 ms'),
    [`memory after ${sales} sales`, `+${grown.toFixed(1)} MiB`, '', '+10 MiB'],
  ];
}

async function measureLoads(shop: WebShop): Promise<TableRow[]> {
  const { browser, page } = await openFullTill(shop);
  const { origin } = shop;
  const till = { origin, path: '/caja', usable: '#caja-buscar:enabled', count: LOADS };
  const rows = [
    rowOf('till, cold', await loadWaits(page, { ...till, isCold: true, isSlow: false }), '300 ms'),
    rowOf(
      'till, cold, slow 4G and CPU ÷ 4',
      await loadWaits(page, { ...till, isCold: true, isSlow: true }),
      '1,800 ms',
    ),
    rowOf(
      'till with 10,000 products to be sold',
      await loadWaits(page, { ...till, usable: '.tile', isCold: false, isSlow: false }),
      '400 ms',
    ),
  ];
  await browser.close();
  return rows;
}

async function measureMarks(shop: WebShop): Promise<TableRow[]> {
  const debugPort = await freePort();
  const browser = await shop.open({ debugPort });
  const page = await browser.newPage();
  const door = await lighthouseMarks(`${shop.origin}/`, debugPort);
  await openTill(page, shop);
  await page.getByText(ALL_THERE).waitFor();
  // One tab holds the till.
  await page.goto('about:blank');
  const till = await lighthouseMarks(`${shop.origin}/caja`, debugPort);
  await browser.close();
  const row = (name: string, { performance, accessibility, practices }: Marks): TableRow => [
    `Lighthouse on a phone, ${name}: performance, accessibility, practices`,
    [performance, accessibility, practices].join(', '),
    '',
    '95, 100, 100',
  ];
  return [row('sign-in', door), row('till', till)];
}
