// The waits of somebody who sells: from a key to results, from a scan to a line, from the payment
// to the ticket; and what a day of sales leaves in memory.
import type { Page } from 'playwright-core';
import {
  dialog,
  lineOf,
  nextSale,
  type ScannedProduct,
  scan,
  searchField,
  tillIsReady,
} from '../../tests/support/web-cashier.ts';
import { readWatch, startWatch, type Waits, waitsOf } from './stopwatch.ts';

const SEARCHES = ['cable hdmi', 'mouse usb', 'foco led', 'teclado inal', 'parlante', 'bateria 50'];
const TYPING_GAP_MS = 90;
const LONG_CART = 500;
const SCANS = 60;
const BURST = 50;

/** From a key in the search to its results. */
export async function searchWaits(page: Page): Promise<Waits> {
  await startWatch(page, '.results', '[a-z0-9 ]');
  let keys = 0;
  for (const words of SEARCHES) {
    await searchField(page).pressSequentially(words, { delay: TYPING_GAP_MS });
    // The first letter alone brings no results.
    keys += words.length - 1;
    await page.keyboard.press('Escape');
  }
  // A space changes no result, so some keys have nothing to show.
  return waitsOf(await readWatch(page, Math.floor(keys * 0.7)));
}

/** From the end of a code to its line, in a cart of 500 lines; and whether a burst lost any. */
export async function scanWaits(
  page: Page,
  products: readonly ScannedProduct[],
): Promise<{ waits: Waits; burst: number }> {
  const [first, ...others] = products.slice(0, LONG_CART);
  if (!first) throw new Error('There is nothing to scan');
  for (const product of [first, ...others]) await scan(page, product);
  await page.getByText(`${LONG_CART} líneas`).waitFor();
  // From the last digit: the till keeps the Enter of a scanner from everybody else.
  await startWatch(page, '.lines', '[0-9]');
  for (let at = 0; at < SCANS; at += 1) {
    await scan(page, products[(at * 7) % LONG_CART] ?? first);
    await readWatch(page, at + 1);
  }
  const waits = waitsOf(await readWatch(page, SCANS));
  const quantity = lineOf(page, first).locator('.qty b');
  const before = Number(await quantity.textContent());
  for (let at = 0; at < BURST; at += 1) await scan(page, first);
  await scan(page, products[1] ?? first);
  const burst = Number(await quantity.textContent()) - before;
  return { waits, burst };
}

/** From the Enter that confirms a payment to the ticket on the screen, sale after sale. */
export async function saleWaits(
  page: Page,
  products: readonly ScannedProduct[],
  count: number,
): Promise<Waits> {
  const samples: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const product = products[at % products.length];
    if (product) await scan(page, product);
    await page.locator('.line').first().waitFor();
    await page.keyboard.press('F9');
    await dialog(page, 'Cobrar').waitFor();
    await startWatch(page, '.sold', 'Enter');
    await page.keyboard.press('Enter');
    samples.push(...(await readWatch(page, 1)).slice(0, 1));
    await nextSale(page).click();
    await tillIsReady(page);
  }
  return waitsOf(samples);
}

/** Memory in use by the page's script after everything that can go is gone, in MiB. */
export async function heapMiB(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 2 ** 20;
}
