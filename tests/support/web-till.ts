// A till in a browser: what a scanner and a bad network do to it.
import type { Page } from 'playwright-core';
import { CAJA_VENDER } from '../../web/generated/operations.ts';
import type { BrowserOptions, TestBrowser } from './browser.ts';
import { type Credentials, enter, type WebShop } from './web-shop.ts';

/** The fate of requests of a page from now on. */
export type Network =
  | 'GOOD'
  /** The sale arrives, its answer does not. */
  | 'LOSES_ANSWERS'
  /** The sale does not arrive. */
  | 'LOSES_SALES'
  | 'AWAY';

const MODE = 'test-network';
const KEYS = 'test-keys';

/** A page of the till, signed in, whose network the test holds. */
export interface TillPage {
  page: Page;
  browser: TestBrowser;
  setNetwork(network: Network): Promise<void>;
  /** The keys of all sales that were sent, in order. */
  sentKeys(): Promise<string[]>;
  /** Types as a scanner does, into whatever has the focus. */
  scan(code: string): Promise<void>;
}

export async function openTillPage(
  shop: WebShop,
  who: Credentials = shop.seller.credentials,
  options: BrowserOptions = {},
): Promise<TillPage> {
  const browser = await shop.open(options);
  const page = await newTillPage(browser);
  await enter(page, who, '/caja');
  await page.locator('.caja').waitFor();
  return tillPageOf(page, browser);
}

/** A page whose requests meet the fate that the test has chosen; it keeps it over reloads. */
export async function newTillPage(browser: TestBrowser): Promise<Page> {
  const page = await browser.newPage();
  // Shorter than a test, so that a failure names the step.
  page.setDefaultTimeout(10_000);
  const names = { mode: MODE, keys: KEYS, sale: CAJA_VENDER.id };
  // In the page and not on its way out: an intercepted request is slow and not the page's own.
  await page.addInitScript(spoilFetch, names);
  return page;
}

export function tillPageOf(page: Page, browser: TestBrowser): TillPage {
  return {
    page,
    browser,
    setNetwork: (network) =>
      page.evaluate(([mode, value]) => localStorage.setItem(mode, value), [MODE, network] as const),
    sentKeys: () => page.evaluate((keys) => JSON.parse(localStorage.getItem(keys) ?? '[]'), KEYS),
    scan: (code) => page.evaluate(typeFast, code),
  };
}

/** Runs in the page: by the debugger a busy machine would type too slowly for a scanner. */
function typeFast(code: string): void {
  const press = (key: string) => {
    const target = document.activeElement ?? document.body;
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    const isTyped = target.dispatchEvent(event) && target.matches('input');
    if (isTyped && key.length === 1) document.execCommand('insertText', false, key);
  };
  for (const character of code) press(character);
  press('Enter');
}

/** Runs in the page before its own code. */
function spoilFetch({ mode, keys, sale }: { mode: string; keys: string; sale: string }): void {
  const send = globalThis.fetch;
  const sendSale: typeof send = async (url, request) => {
    const network = localStorage.getItem(mode);
    const sent: string[] = JSON.parse(localStorage.getItem(keys) ?? '[]');
    sent.push(JSON.parse(String(request?.body)).variables.input.idempotencyKey);
    localStorage.setItem(keys, JSON.stringify(sent));
    if (network === 'LOSES_SALES') throw new TypeError('lost on the way');
    const answer = await send(url, request);
    if (network === 'LOSES_ANSWERS') throw new TypeError('lost on the way back');
    return answer;
  };
  globalThis.fetch = (url, request) => {
    const body = String(request?.body ?? '');
    const isAway = localStorage.getItem(mode) === 'AWAY' && body !== '';
    if (isAway) return Promise.reject(new TypeError('away'));
    return body.includes(sale) ? sendSale(url, request) : send(url, request);
  };
}
