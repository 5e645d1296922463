// Trouble between a till in a browser and the graph: requests and answers that get lost, and power
// cuts right before or right after a write.
import type { BrowserContext, Page, Route } from 'playwright-core';

/** The fate of a request. */
export type Fate = 'PASS' | 'DROP_REQUEST' | 'DROP_ANSWER';

interface SentOperation {
  variables?: { input?: { items?: unknown; idempotencyKey?: string } };
}

/** A request that sells, and no quote of one. */
function keyOfSale(route: Route): string | null {
  const { variables } = (route.request().postDataJSON() ?? {}) as SentOperation;
  const { items, idempotencyKey } = variables?.input ?? {};
  return items === undefined ? null : (idempotencyKey ?? null);
}

/** The network between the pages of a browser and the graph. */
export interface FaultyNetwork {
  /**
   * Decides what becomes of the requests that sell, one after the other; all after the last pass.
   * @returns the keys that are sent from now on, in their order
   */
  decide(fates: readonly Fate[]): string[];
  /**
   * The next request that sells reaches the graph, and its answer never comes.
   * @returns a promise that ends when the graph has answered
   */
  holdAnswer(): Promise<void>;
  /**
   * The session is over, as after a night: no cookie renews it, and the access token is refused
   * until somebody signs in.
   */
  endSession(): Promise<void>;
}

/** Puts itself between the pages of a browser and the graph. */
export async function openFaultyNetwork(context: BrowserContext): Promise<FaultyNetwork> {
  let fates: readonly Fate[] = [];
  let keys: string[] = [];
  let tellHeld: (() => void) | null = null;
  let isSessionOver = false;

  async function passSale(route: Route, key: string): Promise<void> {
    const fate = fates[keys.length] ?? 'PASS';
    keys.push(key);
    if (tellHeld !== null) {
      const tell = tellHeld;
      tellHeld = null;
      await route.fetch();
      return tell();
    }
    if (fate === 'PASS') return route.continue();
    if (fate === 'DROP_ANSWER') await route.fetch();
    return route.abort();
  }

  async function pass(route: Route): Promise<void> {
    const isSignedIn = (await route.request().allHeaders())['authorization'] !== undefined;
    if (isSessionOver && isSignedIn) {
      const error = { message: 'Inicie sesión.', extensions: { code: 'UNAUTHENTICATED' } };
      return route.fulfill({ status: 401, json: { errors: [error] } });
    }
    const key = keyOfSale(route);
    return key === null ? route.continue() : passSale(route, key);
  }

  // A page that was closed or killed meanwhile needs no answer any more.
  await context.route('**/graphql', (route) => pass(route).catch(() => undefined));
  context.on('response', (response) => {
    const isSignIn = response.request().postData()?.includes('"password"');
    if (isSignIn && response.ok()) isSessionOver = false;
  });
  return {
    decide(next) {
      fates = next;
      keys = [];
      return keys;
    },
    holdAnswer() {
      const { promise, resolve } = Promise.withResolvers<void>();
      tellHeld = resolve;
      return promise;
    },
    async endSession() {
      await context.clearCookies();
      isSessionOver = true;
    },
  };
}

/** The moment of a power cut: before or after a write of an attempt to sell, the first being 1. */
export interface CutAt {
  phase: 'BEFORE' | 'AFTER';
  write: number;
}

const BINDING = 'writeReached';

/**
 * Stops the till for good at one of its writes of attempts, and tells: nothing of what would come
 * after it happens any more. It has to be called before the page opens.
 */
export async function stopAtWrite(page: Page, cut: CutAt, tell: () => void): Promise<void> {
  await page.exposeBinding(BINDING, tell);
  await page.addInitScript(
    ({ phase, write, binding }) => {
      let writes = 0;
      const told = () => (globalThis as unknown as Record<string, () => void>)[binding]?.();
      const put = IDBObjectStore.prototype.put;
      /** Nobody hears how it ended, so nobody goes on. */
      const deafen = <Target extends EventTarget>(target: Target): Target =>
        Object.defineProperty(target, 'addEventListener', { value: () => undefined });
      IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given) {
        if (this.name !== 'attempts') return put.apply(this, given);
        writes += 1;
        if (writes !== write) return put.apply(this, given);
        if (phase === 'BEFORE') {
          told();
          return deafen(Object.create(IDBRequest.prototype) as IDBRequest<IDBValidKey>);
        }
        this.transaction.addEventListener('complete', told);
        return deafen(put.apply(this, given));
      };
    },
    { ...cut, binding: BINDING },
  );
}
