// Goal: an import in one tab is not taken for that of another one.
// Method: a real browser over a real graph; the answers to one tab's rows are held back.
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { query } from '../../scripts/stack/throwaway/graphql-client.ts';
import { missingBrowser, type TestBrowser } from '../support/browser.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';
import { ADMIN, enter, openWebShop, type WebShop } from '../support/web-shop.ts';

const test = skipWithMessage(missingBrowser());
const LIMIT_MS = 60_000;

let shop: WebShop;
let browser: TestBrowser;
beforeAll(async () => {
  if (missingBrowser() !== null) return;
  shop = await openWebShop();
  browser = await shop.open();
}, LIMIT_MS);
afterAll(() => shop?.stop(), LIMIT_MS);

/** Reads a file with one product, up to the step in which its rows are sent. */
async function review(page: Page, sku: string): Promise<void> {
  await page.goto('/importar');
  const buffer = Buffer.from(`SKU,Nombre,Precio\n${sku},Producto ${sku},10.00\n`);
  const file = { name: `${sku}.csv`, mimeType: 'text/csv', buffer };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Importar 1 fila' }).waitFor();
}

const loseRows = (route: Route) =>
  route.request().postData()?.includes('"dryRun":false') ? route.abort() : route.continue();

const goOn = (page: Page) => page.getByRole('button', { name: 'Seguir importando' });

test(
  'a second tab finds the import that the first one has not finished, and begins none',
  async () => {
    const first = await browser.newPage();
    await enter(first, ADMIN, '/importar');
    const second = await browser.newPage();
    await review(first, 'TAB-1');
    await review(second, 'TAB-2');
    await first.route('**/graphql', loseRows);
    await first.getByRole('button', { name: 'Importar 1 fila' }).click();
    await goOn(first).waitFor();

    await second.getByRole('button', { name: 'Importar 1 fila' }).click();
    await goOn(second).click();
    await second.getByText('Importación terminada').waitFor();
    await first.unroute('**/graphql', loseRows);
    await goOn(first).click();
    await first.getByRole('button', { name: 'Nada que importar' }).waitFor();

    const { data } = await query<{ productos: { nodes: { sku: string }[] } }>(
      shop.graph.urls.router,
      '{ productos(first: 100) { nodes { sku } } }',
    );
    const skus = data?.productos.nodes.map(({ sku }) => sku);
    expect(skus).toContain('TAB-1');
    expect(skus).not.toContain('TAB-2');
  },
  LIMIT_MS,
);
