// The time that the page takes to open: cold and warm, near and over a slow network; and the marks
// that Lighthouse gives it.
import lighthouse from 'lighthouse';
import type { CDPSession, Page } from 'playwright-core';
import { type Waits, waitsOf } from './stopwatch.ts';

/** A network as Lighthouse's "slow 4G" has it. */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1_638.4 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};
const SLOW_CPU = 4;

export interface LoadOptions {
  origin: string;
  path: string;
  /** A selector of something that is there when the page can be worked with. */
  usable: string;
  /** Nothing of the page's files is kept from before. */
  isCold: boolean;
  isSlow: boolean;
  count: number;
}

/** From the address to the first frame in which the page can be worked with. */
export async function loadWaits(page: Page, options: LoadOptions): Promise<Waits> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const samples: number[] = [];
  for (let at = 0; at < options.count; at += 1) {
    // Between two loads nothing of the page runs.
    await page.goto('about:blank');
    if (options.isCold) await forgetFiles(session, options.origin);
    if (options.isSlow) await slowDown(session);
    await page.goto(options.origin + options.path, { waitUntil: 'commit' });
    samples.push(await usableAtMs(page, options.usable));
    await speedUp(session);
  }
  await session.detach();
  return waitsOf(samples);
}

async function forgetFiles(session: CDPSession, origin: string): Promise<void> {
  await session.send('Network.clearBrowserCache');
  await session.send('Storage.clearDataForOrigin', {
    origin,
    storageTypes: 'service_workers,cache_storage',
  });
}

async function slowDown(session: CDPSession): Promise<void> {
  await session.send('Network.emulateNetworkConditions', SLOW_4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_CPU });
}

async function speedUp(session: CDPSession): Promise<void> {
  const free = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
  await session.send('Network.emulateNetworkConditions', free);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
}

/** The time since the address was entered, in ms, when the frame with the element is there. */
function usableAtMs(page: Page, selector: string): Promise<number> {
  return page.evaluate(
    (usable) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelector(usable) === null) requestAnimationFrame(look);
          else requestAnimationFrame(() => resolve(performance.now()));
        };
        look();
      }),
    selector,
  );
}

/** Marks of 0 to 100. */
export interface Marks {
  performance: number;
  accessibility: number;
  practices: number;
}

/** Lighthouse's marks for a page on a phone; the browser listens on a port. */
export async function lighthouseMarks(url: string, port: number): Promise<Marks> {
  const result = await lighthouse(url, {
    port,
    output: 'json',
    logLevel: 'error',
    // The session stays.
    disableStorageReset: true,
    onlyCategories: ['performance', 'accessibility', 'best-practices'],
  });
  const markOf = (name: string) => Math.round((result?.lhr.categories[name]?.score ?? 0) * 100);
  return {
    performance: markOf('performance'),
    accessibility: markOf('accessibility'),
    practices: markOf('best-practices'),
  };
}
