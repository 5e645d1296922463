// A browser for tests of the web client. Misdeeds of pages are collected:
// errors nobody caught, requests to another origin, and what the page's policy had to refuse.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { debianProgram } from './debian-program.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A page of a till; a phone; both are looked at. */
export const DESK = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

/**
 * Makes sure that there is a browser to start.
 * @returns the missing thing, or null when nothing is missing
 * @throws Error in CI, where these tests must not be left out
 */
export function missingBrowser(): string | null {
  if (debianProgram('chromium', 'chromium') !== null) return null;
  const missing = 'chromium is not installed, so the web client is not tested in a browser';
  if (process.env['CI'] !== undefined) throw new Error(missing);
  return missing;
}

/** A browser with a profile of its own. Pages of one browser share what it keeps. */
export interface TestBrowser {
  context: BrowserContext;
  newPage(): Promise<Page>;
  /** Everything that pages did and must not do. */
  misdeeds: readonly string[];
  close(): Promise<void>;
  /** Ends the browser as a power cut does; the profile stays for `reopenBrowser`. */
  kill(): Promise<void>;
  profile: string;
}

export interface BrowserOptions {
  colorScheme?: 'light' | 'dark';
  viewport?: { width: number; height: number };
  /** A profile that an earlier browser has left. */
  profile?: string;
  /** A port on which another program may steer the browser too. */
  debugPort?: number;
}

/** Starts a browser for the pages of one origin. */
export async function openBrowser(
  origin: string,
  { colorScheme = 'light', viewport = DESK, profile: given, debugPort }: BrowserOptions = {},
): Promise<TestBrowser> {
  const profile = given ?? mkdtempSync(join(tmpdir(), 'electroplus-browser-'));
  const executablePath = debianProgram('chromium', 'chromium');
  if (executablePath === null) throw new Error('there is no browser');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: debugPort === undefined ? FLAGS : [...FLAGS, `--remote-debugging-port=${debugPort}`],
    headless: true,
    viewport,
    colorScheme,
    locale: 'es-PE',
    timezoneId: 'America/Lima',
    baseURL: origin,
  });
  // Below the limit of a test, so that the step that waited in vain is named.
  context.setDefaultTimeout(15_000);
  const misdeeds: string[] = [];
  context.on('weberror', (error) => misdeeds.push(`error: ${error.error().message}`));
  context.on('console', (message) => {
    const isPolicy = /Content Security Policy|Trusted ?Type/i.test(message.text());
    if (isPolicy) misdeeds.push(`policy: ${message.text()}`);
  });
  context.on('request', (request) => {
    const { protocol, origin: target } = new URL(request.url());
    if (protocol.startsWith('http') && target !== origin)
      misdeeds.push(`request: ${request.url()}`);
  });
  return {
    context,
    misdeeds,
    profile,
    newPage: () => context.newPage(),
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
    kill: async () => {
      const session = await context.browser()?.newBrowserCDPSession();
      await session?.send('Browser.crash').catch(() => undefined);
      await context.close().catch(() => undefined);
    },
  };
}

/** The violations of the rules of accessibility on the page as it is now, one line each. */
export async function violationsOf(page: Page): Promise<string[]> {
  // A colour on its way to another is neither.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished),
    ),
  );
  // Through the debugger: the page's policy allows no foreign script.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[];
        }>;
      };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
  });
}

/** The distance that the page can be pushed sideways, in px; 0 is right. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
