// Goal: an administrator finds the chaos test, loads and kills by keyboard or mouse, and reads what
// becomes of it; nobody else finds it, and nobody where it is not. Method: a real browser and the
// real control endpoint, whose processes and worker only note what they are told.
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type ChaosControl, startChaosControl } from '../../scripts/stack/chaos/chaos-control.ts';
import {
  nothingYet,
  TARGETS,
  type WorkerOrder,
  type WorkerStatus,
} from '../../scripts/stack/chaos/chaos-status.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { type Graph, startGraph } from '../../scripts/stack/throwaway/throwaway-graph.ts';
import { addAccount, type NewAccount } from '../support/accounts.ts';
import {
  DESK,
  missingBrowser,
  openBrowser,
  overflowOf,
  PHONE,
  type TestBrowser,
  violationsOf,
} from '../support/browser.ts';
import { silentLog } from '../support/silent-log.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';
import { ADMIN, enter } from '../support/web-shop.ts';

const test = skipWithMessage(missingBrowser());
const LIMIT_MS = 60_000;

let control: ChaosControl;
let graph: Graph;
let keeper: NewAccount;
let browser: TestBrowser;
let page: Page;
const killed: string[] = [];
const orders: WorkerOrder[] = [];
let status: WorkerStatus = nothingYet();

beforeAll(async () => {
  if (missingBrowser() !== null) return;
  control = await startChaosControl({
    targets: TARGETS.map((name, index) => ({
      name,
      pid: () => 1_000 + index,
      kill: () => void killed.push(name),
      isReady: async () => true,
    })),
    helper: () => ({
      status: () => status,
      isAlive: () => true,
      isLoading: () => status.load.state !== 'IDLE',
      order: (order) => void orders.push(order),
      dismiss: async () => undefined,
    }),
    log: silentLog,
  });
  const web = { CHAOS_PORT: String(control.port), CHAOS_TOKEN: control.token };
  graph = await startGraph({ services: ['usuarios', 'router', 'web'], environment: { web } });
  keeper = await addAccount(graph, { name: 'Ana Torres', roles: ['ALMACEN'] });
  browser = await openBrowser(originOf(graph));
  page = await browser.newPage();
}, LIMIT_MS);
afterAll(async () => {
  await browser?.close();
  await graph?.stop();
  await control?.stop();
}, LIMIT_MS);

function originOf({ urls }: Graph): string {
  return new URL(urls.web).origin.replace('//127.0.0.1:', '//localhost:');
}

/** A load amid its sales, with a broken promise beside one that is being read. */
function sellingStatus(): WorkerStatus {
  const nowMs = Date.now();
  return {
    load: {
      state: 'SELLING',
      ...{ salesPerSecond: 100, endsAtMs: nowMs + 30_000, begun: 900, sold: 893, refused: 0 },
      ...{ resent: 12, inDoubt: 7, p95Ms: 31 },
      perSecond: Array.from({ length: 20 }, (_, index) => ({
        atMs: nowMs - (20 - index) * 1_000,
        sold: 90 + (index % 5),
      })),
    },
    accounting: { lost: 0, doubled: 0 },
    invariants: {
      ...{ passes: 4, readAtMs: nowMs, isReading: false, isReadable: true },
      readings: [
        { name: 'I1', state: 'HOLDS', count: 0, example: null },
        { name: 'I2', state: 'BROKEN', count: 1, example: 'product 7 differs' },
        { name: 'I8', state: 'CHECKING', count: 2, example: 'attempt 1 waits' },
      ],
    },
  };
}

test('an administrator finds it in the menu, and a load is asked for in words', async () => {
  await enter(page, ADMIN, '/panel');
  await page.getByRole('link', { name: 'Caos' }).click();
  await page.getByRole('heading', { name: 'Prueba de caos', level: 1 }).waitFor();
  await page.getByText('Todavía no pasó nada').waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole('button', { name: 'Iniciar la carga' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Ventas por segundo').fill('301');
  await dialog.getByLabel('Ventas por segundo').press('Enter');
  await dialog.getByText('De 1 a 300.').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(orders.filter(({ kind }) => kind === 'LOAD')).toEqual([]);

  await dialog.getByLabel('Ventas por segundo').fill('120');
  await dialog.getByLabel('Duración en segundos').fill('30');
  await dialog.getByLabel('Duración en segundos').press('Enter');
  await dialog.waitFor({ state: 'detached' });
  expect(orders).toContainEqual({ kind: 'LOAD', salesPerSecond: 120, seconds: 30 });
});

test('a load shows its figures, its doubts and the promises, and can be ended', async () => {
  status = sellingStatus();
  await page.getByText('893').waitFor();
  for (const words of ['12 reenvíos con la misma clave', '7 en duda', 'p95 31 ms']) {
    await page.getByText(words).waitFor();
  }
  await page.getByText('Revisando: 2 por cerrar').waitFor();
  await page.getByText('1 falla: product 7 differs').waitFor();
  for (const viewport of [PHONE, DESK]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      expect(await violationsOf(page)).toEqual([]);
    }
    expect(await overflowOf(page)).toBe(0);
  }
  await page.getByRole('button', { name: 'Detener la carga' }).click();
  await eventually('the load is ended', () => orders.some(({ kind }) => kind === 'END_LOAD'));
});

test('a kill is carried out, told, and the next one has to wait', async () => {
  await page.getByRole('button', { name: 'Matar ventas' }).click();
  await page.locator('.log').getByText('Se mató ventas').waitFor();
  expect(killed).toEqual(['ventas']);
  expect(await page.getByRole('button', { name: 'Matar la base' }).isDisabled()).toBe(true);
});

test('a reload at its address opens it again', async () => {
  await page.reload();
  await page.getByRole('heading', { name: 'Prueba de caos', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Matar inventario' }).waitFor();
});

test('somebody else finds neither its menu nor its address', async () => {
  const other = await openBrowser(originOf(graph));
  try {
    const theirs = await other.newPage();
    await enter(theirs, keeper.credentials, '/caos');
    await theirs.getByRole('heading', { name: 'No existe', level: 1 }).waitFor();
    expect(await theirs.getByRole('link', { name: 'Caos' }).count()).toBe(0);
    expect(other.misdeeds).toEqual([]);
  } finally {
    await other.close();
  }
});

test('nothing of this left the origin or broke the policy of the page', () => {
  expect(browser.misdeeds).toEqual([]);
});
