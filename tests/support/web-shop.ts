// A shop with its web client and a browser, over a real graph.
import type { Page } from 'playwright-core';
import { SERVICES } from '../../common/topology/services.ts';
import { ADMINISTRATOR } from '../../scripts/stack/throwaway/sign-in.ts';
import { type Graph, startGraph } from '../../scripts/stack/throwaway/throwaway-graph.ts';
import { addAccount, type NewAccount } from './accounts.ts';
import { type BrowserOptions, openBrowser, type TestBrowser } from './browser.ts';
import { type Counter, openCounter } from './counter.ts';

/** The parts of a shop with its web client. */
export interface WebShop {
  graph: Graph;
  /** Its till is open, with 100.00 in the drawer. */
  counter: Counter;
  /** The address of the web client, such as `http://localhost:3000`. */
  origin: string;
  /** A seller who may sign in. */
  seller: NewAccount & { sellerId: string };
  open(options?: BrowserOptions): Promise<TestBrowser>;
  stop(): Promise<void>;
}

/** Opens a shop on a graph of its own, with the web client. */
export async function openWebShop(): Promise<WebShop> {
  const graph = await startGraph({ services: SERVICES.map(({ name }) => name) });
  const counter = await openCounter(graph);
  await counter.setShop();
  const sellerId = await counter.shop.addSeller();
  const account = await addAccount(graph, { name: 'Rosa Quispe', roles: ['VENDEDOR'], sellerId });
  // Browsers give the camera, the lock and the worker to this name and to no address.
  const origin = new URL(graph.urls.web).origin.replace('//127.0.0.1:', '//localhost:');
  const browsers: TestBrowser[] = [];
  return {
    graph,
    counter,
    origin,
    seller: { ...account, sellerId },
    async open(options) {
      const browser = await openBrowser(origin, options);
      browsers.push(browser);
      return browser;
    },
    async stop() {
      for (const browser of browsers) await browser.close().catch(() => undefined);
      await graph.stop();
    },
  };
}

/** Somebody who may sign in, by what they type. */
export interface Credentials {
  email: string;
  password: string;
}

export const ADMIN: Credentials = ADMINISTRATOR;

/** Signs in by the form and opens a screen. */
export async function enter(
  page: Page,
  { email, password }: Credentials,
  path = '/',
): Promise<void> {
  await page.goto(path);
  await page.getByLabel('Correo').fill(email);
  await page.getByLabel('Contraseña').fill(password);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.getByRole('navigation', { name: 'Principal' }).waitFor();
}
