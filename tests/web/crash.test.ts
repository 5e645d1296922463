// Goal: a screen that breaks says so and offers a way on; nobody is left before a white page.
// Method: a real browser, whose request for the code of a screen fails.
import { afterAll, beforeAll } from '@jest/globals';
import { missingBrowser } from '../support/browser.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';
import { ADMIN, enter, openWebShop, type WebShop } from '../support/web-shop.ts';

const test = skipWithMessage(missingBrowser());
const LIMIT_MS = 60_000;

let shop: WebShop;
beforeAll(async () => {
  if (missingBrowser() === null) shop = await openWebShop();
}, LIMIT_MS);
afterAll(() => shop?.stop(), LIMIT_MS);

test('a screen whose code cannot be fetched says so, and comes back after loading again', async () => {
  const { context, newPage } = await shop.open();
  const page = await newPage();
  await context.route(/vendedores-page/, (route) => route.abort());
  await enter(page, ADMIN, '/vendedores');
  await page.getByText('Esta pantalla dejó de funcionar').waitFor();
  await context.unrouteAll();
  await page.getByRole('button', { name: 'Volver a cargar' }).click();
  await page.getByRole('heading', { name: 'Vendedores', level: 1 }).waitFor();
});
