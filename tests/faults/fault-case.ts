// One case: a few people buy, something breaks in the middle, and everything must come right.
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import type { Graph } from '../../scripts/stack/throwaway/throwaway-graph.ts';
import type { DiscardTry, Line, SaleTry } from './history.ts';
import type { Lane } from './lane.ts';
import { type Random, seededRandom } from './seeded-random.ts';
import { mustBeSound, SETTLES_WITHIN_MS, waitUntilSettled } from './settlement.ts';
import { createShopClient, type ShopClient } from './shop-client.ts';

/** The step that buyers take once the damage is repaired. */
export const RETRIES = ['no retry', 'same key', 'other payload', 'discarded'] as const;
export type Retry = (typeof RETRIES)[number];

export interface FaultCase {
  name: string;
  retry: Retry;
  /** Sells and breaks something meanwhile; returns once it is repaired. */
  breakIt: (stage: Stage) => Promise<void>;
}

/** A sale that somebody wants to make. */
export interface Purchase {
  key: string;
  lines: readonly Line[];
}

export interface Stage {
  lane: Lane;
  client: ShopClient;
  random: Random;
  purchases: readonly Purchase[];
  /** Everybody buys at once; resolves when each has an answer. */
  sellAll(): Promise<SaleTry[]>;
  /** Everybody discards their key at once; resolves when each knows what became of it. */
  discardAll(): Promise<DiscardTry[]>;
  /** Waits until a process has died, and starts it again. */
  restartDead(service: 'ventas' | 'inventario'): Promise<void>;
}

const DIES_WITHIN_MS = 15_000;

/**
 * Runs a case on a lane on which nothing else happens.
 * @returns the time from the repair until everything was settled, in ms; a repair is the start of a
 *   dead process, not its readiness
 * @throws Error saying what is wrong
 */
export async function runCase(lane: Lane, fault: FaultCase, seed: number): Promise<number> {
  const random = seededRandom(seed).branch(fault.name);
  await lane.mend();
  const { stocks, purchases } = await newPurchases(lane, random);
  const client = createShopClient({ url: lane.graph.urls.router, sellerId: lane.shop.sellerId });
  let restartedAtMs: number | null = null;
  const restart: Stage['restartDead'] = async (service) => {
    restartedAtMs = await restartDead(lane.graph, service);
  };
  const sellAll = () => Promise.all(purchases.map(({ key, lines }) => client.sell(key, lines)));
  const discardAll = () => Promise.all(purchases.map(({ key }) => client.discardUntilKnown(key)));
  try {
    await warmUp(client, stocks, random);
    await fault.breakIt({
      lane,
      client,
      random,
      purchases,
      sellAll,
      discardAll,
      restartDead: restart,
    });
    const repairedAtMs = restartedAtMs ?? performance.now();
    await retryAll(client, fault.retry, purchases);
    const leftMs = SETTLES_WITHIN_MS - (performance.now() - repairedAtMs);
    await waitUntilSettled(lane.databases, leftMs);
    const settledMs = Math.round(performance.now() - repairedAtMs);
    const { operations } = client;
    await mustBeSound(lane.databases, { openingByProduct: stocks, operations });
    return settledMs;
  } finally {
    await client.close();
  }
}

/** One to four baskets of three products; of one there is just enough for the first basket. */
async function newPurchases({ shop }: Lane, random: Random) {
  const scarceUnits = random.between(1, 3);
  const units = [scarceUnits, random.between(20, 60), random.between(20, 60)];
  const products = await shop.addProducts(units.map((stock) => ({ stock })));
  const [scarce = '', ...plenty] = products.map(({ id }) => id);
  const stocks = new Map(products.map(({ id }, index) => [id, units[index] ?? 0]));

  const plentiful = (): Line => {
    return { productId: random.oneOf(plenty), quantity: random.between(1, 4) };
  };
  const first = { productId: scarce, quantity: scarceUnits };
  const purchases: Purchase[] = [{ key: random.uuid(), lines: [first, plentiful()] }];
  for (let more = random.between(0, 3); more > 0; more -= 1) {
    const rival = { productId: scarce, quantity: 1 };
    const lines = random.chance(0.3) ? [plentiful(), rival] : [plentiful()];
    purchases.push({ key: random.uuid(), lines });
  }
  return { stocks, purchases };
}

/** A first sale: whatever an earlier case has left, such as an open breaker, is over after it. */
async function warmUp(client: ShopClient, stocks: ReadonlyMap<string, number>, random: Random) {
  const productId = [...stocks.keys()].at(-1) ?? '';
  const { outcome } = await client.sellUntilKnown(random.uuid(), [{ productId, quantity: 1 }]);
  if (outcome.kind !== 'ok') throw new Error(`nothing can be sold: ${outcome.code}`);
}

async function retryAll(client: ShopClient, retry: Retry, purchases: readonly Purchase[]) {
  if (retry === 'no retry') return;
  const tries = purchases.map(({ key, lines }): Promise<SaleTry | DiscardTry> => {
    if (retry === 'discarded') return client.discardUntilKnown(key);
    return client.sellUntilKnown(key, retry === 'same key' ? lines : otherThan(lines));
  });
  const uncured = (await Promise.all(tries)).filter(({ outcome }) => outcome.kind === 'unknown');
  if (uncured.length > 0) {
    throw new Error(`retries do not cure it: ${JSON.stringify(uncured.map((t) => t.outcome))}`);
  }
}

function otherThan(lines: readonly Line[]): Line[] {
  return lines.map(({ productId, quantity }) => ({ productId, quantity: quantity + 1 }));
}

/**
 * Waits until the process of a service has died, and starts it again.
 * @returns the time of the start, by `performance.now()`
 */
export async function restartDead(graph: Graph, service: 'ventas' | 'inventario'): Promise<number> {
  await eventually(`${service} dies`, () => graph.pid(service) === undefined, DIES_WITHIN_MS);
  const restartedAtMs = performance.now();
  await graph.start(service);
  return restartedAtMs;
}
