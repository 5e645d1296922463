// Goal: a person gets in, stays in over reloads and tabs, and gets out; nothing of it leaves the
// origin or breaks the page's policy.
// Method: a real browser over a real graph.
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { missingBrowser, type TestBrowser, violationsOf } from '../support/browser.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';
import { ADMIN, enter, openWebShop, type WebShop } from '../support/web-shop.ts';

const test = skipWithMessage(missingBrowser());
const LIMIT_MS = 60_000;

let shop: WebShop;
let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  if (missingBrowser() !== null) return;
  shop = await openWebShop();
  browser = await shop.open();
  page = await browser.newPage();
}, LIMIT_MS);
afterAll(() => shop?.stop(), LIMIT_MS);

test('a wrong password is told in words, at the field', async () => {
  await page.goto('/ventas');
  await page.getByLabel('Correo').fill(ADMIN.email);
  await page.getByLabel('Contraseña').fill('not-the-password');
  await page.getByRole('button', { name: 'Entrar' }).click();
  const field = page.getByLabel('Contraseña');
  await page.locator('.error').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await violationsOf(page)).toEqual([]);
});

test('after signing in a reload and a second tab need no password', async () => {
  await enter(page, ADMIN, '/ventas');
  await page.getByRole('heading', { name: 'Ventas', level: 1 }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Ventas', level: 1 }).waitFor();
  const second = await browser.newPage();
  await Promise.all([second.goto('/clientes'), page.reload()]);
  await second.getByRole('heading', { name: 'Clientes', level: 1 }).waitFor();
  await page.getByRole('heading', { name: 'Ventas', level: 1 }).waitFor();
  await second.close();
});

test('no token is kept where a script could read it', async () => {
  const kept = await page.evaluate(() =>
    JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]),
  );
  expect(kept).not.toMatch(/eyJ|[0-9a-f]{32}/);
});

test('after signing out a reload asks for the password again', async () => {
  await page.getByRole('button', { name: /cierre de sesión/ }).click();
  await page.getByRole('button', { name: 'Cerrar sesión' }).click();
  await page.getByRole('heading', { name: 'Entrar', level: 1 }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Entrar', level: 1 }).waitFor();
});

const lockOf = (tab: Page) => tab.locator('.dialog--lock');

async function leave(tab: Page): Promise<void> {
  await tab.getByRole('button', { name: /cierre de sesión/ }).click();
  await tab.getByRole('button', { name: 'Cerrar sesión' }).click();
  await tab.getByRole('heading', { name: 'Entrar', level: 1 }).waitFor();
}

test('a locked screen is locked in every tab, and after a reload too', async () => {
  await enter(page, ADMIN, '/ventas');
  const second = await browser.newPage();
  await second.goto('/clientes');
  await second.getByRole('heading', { name: 'Clientes', level: 1 }).waitFor();
  await page.getByRole('button', { name: /cierre de sesión/ }).click();
  await page.getByRole('button', { name: 'Bloquear' }).click();
  await lockOf(second).waitFor();
  await second.close();
  await page.reload();
  await lockOf(page).waitFor();
  // A browser closes a dialog at a second Esc, whatever its page says to the first.
  for (const key of ['Escape', 'Escape', 'Escape']) await page.keyboard.press(key);
  await lockOf(page).waitFor();
  await lockOf(page).getByLabel('Contraseña').fill(ADMIN.password);
  await lockOf(page).getByRole('button', { name: 'Desbloquear' }).click();
  await lockOf(page).waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('heading', { name: 'Ventas', level: 1 }).waitFor();
  expect(await lockOf(page).count()).toBe(0);
});

test('who signs out while the gateway is away is out when it is back, and stays out', async () => {
  const refuse = async (route: Route) => route.abort();
  await page.route('**/graphql', refuse);
  await leave(page);
  await page.unroute('**/graphql', refuse);
  const ended = page.waitForResponse('**/graphql');
  await page.reload();
  await page.getByRole('heading', { name: 'Entrar', level: 1 }).waitFor();
  await (await ended).finished();
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name }) => name).join()).not.toContain('refresh');
  await page.reload();
  await page.getByRole('heading', { name: 'Entrar', level: 1 }).waitFor();
});

test('another person who signs in in a second tab finds nothing of the first one open', async () => {
  await page.clock.install();
  await enter(page, ADMIN, '/panel');
  await page.getByRole('button', { name: 'Exportar…' }).click();
  await page.getByRole('dialog').waitFor();
  const second = await browser.newPage();
  await second.goto('/ventas');
  await leave(second);
  await lockOf(page).waitFor();
  await enter(second, shop.seller.credentials, '/ventas');
  await second.close();
  // The panel reads itself every 30 s, and finds whose the cookie is now.
  await page.clock.fastForward(31_000);
  await page.getByRole('button', { name: /^Rosa Quispe: cuenta/ }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  await leave(page);
});

test('a role is shown its own screens, and no others by their address', async () => {
  await enter(page, shop.seller.credentials, '/usuarios');
  await page.getByRole('heading', { name: 'No existe', level: 1 }).waitFor();
  const words = await page.getByRole('navigation', { name: 'Principal' }).textContent();
  expect(words).toContain('Caja');
  expect(words).not.toContain('Usuarios');
});

test('nothing of this left the origin or broke the policy of the page', () => {
  expect(browser.misdeeds).toEqual([]);
});
