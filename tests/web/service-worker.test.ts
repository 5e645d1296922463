// Goal: the page opens without its server, never answers for the gateway, and another version is
// taken when nothing is on the screen that could be lost.
// Method: a real browser; the page is served from a copy of what was built, which the test changes.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { type Graph, startGraph } from '../../scripts/stack/throwaway/throwaway-graph.ts';
import { missingBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';
import { ADMIN, enter } from '../support/web-shop.ts';

const test = skipWithMessage(missingBrowser());
const LIMIT_MS = 60_000;

let directory: string;
let graph: Graph;
let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  if (missingBrowser() !== null) return;
  directory = mkdtempSync(join(tmpdir(), 'electroplus-page-'));
  cpSync(join(REPOSITORY_ROOT, 'web/dist'), directory, { recursive: true });
  const web = { INDEX_FILE: join(directory, 'index.html') };
  graph = await startGraph({ services: ['usuarios', 'router', 'web'], environment: { web } });
  browser = await openBrowser(
    new URL(graph.urls.web).origin.replace('//127.0.0.1:', '//localhost:'),
  );
  page = await browser.newPage();
  await page.goto('/');
  await page.evaluate(async () => {
    const { serviceWorker } = navigator;
    await serviceWorker.ready;
    if (serviceWorker.controller === null) {
      await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve));
    }
  });
}, LIMIT_MS);
afterAll(async () => {
  await browser?.close();
  await graph?.stop();
  if (directory) rmSync(directory, { recursive: true });
}, LIMIT_MS);

/** Puts another version into the folder; the server reads it when it starts. */
async function publish(title: string): Promise<void> {
  for (const [file, before, after] of [
    ['index.html', /<title>.*<\/title>/, `<title>${title}</title>`],
    ['sw.js', /SHELL_VERSION="\w+"/, `SHELL_VERSION="${title}"`],
  ] as const) {
    const path = join(directory, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(before, after));
    for (const suffix of ['.br', '.gz']) rmSync(path + suffix, { force: true });
  }
  await graph.restart('web');
}

const versions = () => page.evaluate(() => caches.keys());

test('it keeps every file of the page but those of the camera', async () => {
  const kept = await page.evaluate(async () => {
    const [name = ''] = await caches.keys();
    const requests = await (await caches.open(name)).keys();
    return requests.map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toEqual(expect.arrayContaining(['/', '/icon.svg', '/manifest.webmanifest']));
  expect(kept.filter((path) => path.endsWith('.js')).length).toBeGreaterThan(5);
  expect(kept.filter((path) => /\.wasm$|graphql/.test(path))).toEqual([]);
});

test('without its server the page opens, at every path of its own, and the gateway stays away', async () => {
  await graph.kill('web');
  try {
    await page.goto('/ventas');
    await page.getByRole('heading', { name: 'Entrar', level: 1 }).waitFor();
    const asked = await page.evaluate(() =>
      fetch('/graphql').then(
        ({ status }) => status,
        () => 'no answer',
      ),
    );
    expect(asked).toBe('no answer');
  } finally {
    await graph.start('web');
  }
});

test('another version waits while somebody works, and is taken when they sign out', async () => {
  await enter(page, ADMIN, '/ventas');
  const before = await versions();
  await publish('second');
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update();
    const worker = registration?.installing;
    if (worker) {
      await new Promise<void>((resolve) => {
        worker.addEventListener('statechange', () => worker.state === 'installed' && resolve());
      });
    }
  });
  expect(await versions()).toEqual([...before, 'shell-second']);
  await page.getByRole('heading', { name: 'Ventas', level: 1 }).waitFor();

  // A second page that is opened must not load this one anew.
  await page.evaluate(() => document.body.setAttribute('data-work', 'begun'));
  const another = await browser.newPage();
  await another.goto('/clientes');
  await another.getByRole('heading', { name: 'Clientes', level: 1 }).waitFor();
  await another.waitForLoadState('networkidle');
  expect(await versions()).toEqual([...before, 'shell-second']);
  expect(await page.locator('body').getAttribute('data-work')).toBe('begun');
  await another.close();

  await page.getByRole('button', { name: /cierre de sesión/ }).click();
  await page.getByRole('button', { name: 'Cerrar sesión' }).click();
  await page.waitForFunction(async () => String(await caches.keys()) === 'shell-second');
  await page.getByRole('heading', { name: 'Entrar', level: 1 }).waitFor();
});

test('nothing of this left the origin or broke the policy of the page', () => {
  expect(browser.misdeeds).toEqual([]);
});
