// Many clients do what clients do, chosen by a seed, while things break; at the end everything that
// they were told must be true.
import type { Line } from './history.ts';
import type { Lane } from './lane.ts';
import { type Random, seededRandom } from './seeded-random.ts';
import { mustBeSound, waitUntilSettled } from './settlement.ts';
import { createShopClient, type ShopClient } from './shop-client.ts';

export interface StoryOptions {
  lane: Lane;
  seed: number;
  /** Whether clients shall end, asked before each thing they do. */
  isOver: (operations: number) => boolean;
  /** Breaks things until it is told to stop, and leaves everything mended. */
  trouble: (stop: AbortSignal) => Promise<void>;
  clients?: number;
}

export interface StoryResult {
  operations: number;
  sold: number;
  tookMs: number;
  settledMs: number;
  /** The number of times that each code came which is no final answer. */
  unknown: Readonly<Record<string, number>>;
  /** Keys that stayed unknown though tried again and again: what each try was told, with when. */
  uncured: readonly string[];
}

const PRODUCTS = 60;
const CLIENTS = 48;

/**
 * Lets clients buy, repeat, correct stock and look while `trouble` goes on; then checks everything.
 * @throws Error with what is wrong
 */
export async function tellStory(options: StoryOptions): Promise<StoryResult> {
  const { lane, seed, isOver, trouble, clients = CLIENTS } = options;
  const random = seededRandom(seed).branch('story');
  const stocks = await stockShop(lane, random);
  const client = createShopClient({
    url: lane.graph.urls.router,
    sellerId: lane.shop.sellerId,
    connections: clients,
  });
  const startedAtMs = performance.now();
  const over = new AbortController();
  const troubled = trouble(over.signal);
  const products = [...stocks.keys()];
  const people = Array.from({ length: clients }, (_, index) =>
    live({ client, random: random.branch(`client ${index}`), products, isOver }),
  );
  try {
    const uncured = (await Promise.all(people)).flat();
    const tookMs = Math.round(performance.now() - startedAtMs);
    over.abort();
    await troubled;
    const settledMs = await waitUntilSettled(lane.databases);
    const { operations } = client;
    await mustBeSound(lane.databases, { openingByProduct: stocks, operations });
    return { ...summaryOf(client), tookMs, settledMs, uncured };
  } finally {
    over.abort();
    await client.close();
  }
}

/** A few products that everybody wants and there is plenty of, and many that may run out. */
async function stockShop({ shop }: Lane, random: Random): Promise<Map<string, number>> {
  const units = Array.from({ length: PRODUCTS }, (_, index) =>
    index < 5 ? 100_000 : random.between(0, 300),
  );
  const products = await shop.addProducts(units.map((stock) => ({ stock })));
  return new Map(products.map(({ id }, index) => [id, units[index] ?? 0]));
}

interface Life {
  client: ShopClient;
  random: Random;
  products: readonly string[];
  isOver: StoryOptions['isOver'];
}

/** @returns the tries of each key that stayed unknown */
async function live(life: Life): Promise<string[]> {
  const { client, random, products, isOver } = life;
  const earlier: Purchase[] = [];
  const uncured: string[] = [];
  while (!isOver(client.operations.length)) {
    const roll = random.next();
    const known = earlier.length > 0 ? random.oneOf(earlier) : null;
    if (roll >= 0.6 && known !== null) {
      await actAgain(life, known, roll);
      continue;
    }
    const purchase = { key: random.uuid(), lines: basket(random, products) };
    const isCured = await buy(client, random, purchase);
    if (!isCured) uncured.push(triesOf(client, purchase.key));
    earlier.push(purchase);
    if (earlier.length > 20) earlier.shift();
  }
  return uncured;
}

interface Purchase {
  key: string;
  lines: readonly Line[];
}

/** @returns false when a client that insists still does not know */
async function buy(client: ShopClient, random: Random, { key, lines }: Purchase): Promise<boolean> {
  // Some give up after the first answer, whatever it is.
  const isPatient = random.chance(0.85);
  const sell = isPatient ? client.sellUntilKnown : client.sell;
  const { outcome } = await sell(key, lines);
  return outcome.kind !== 'unknown' || !isPatient;
}

/** Repeats a purchase, as it was or with other lines, corrects the stock or looks at it. */
async function actAgain(
  { client, random, products }: Life,
  { key, lines }: Purchase,
  roll: number,
): Promise<void> {
  if (roll < 0.68) {
    await client.sell(key, lines);
  } else if (roll < 0.72) {
    const more = lines.map((line) => ({ ...line, quantity: line.quantity + 1 }));
    await client.sell(key, more);
  } else if (roll < 0.8) {
    await correctStock(client, random, random.oneOf(products));
  } else {
    await client.readStock(random.oneOf(products));
  }
}

function triesOf({ operations }: ShopClient, key: string): string {
  const tries = operations.filter((one) => one.kind === 'sale' && one.key === key);
  const told = tries.map(({ begunAtMs, endedAtMs, ...one }) => {
    const code = one.kind !== 'read' && one.outcome.kind === 'unknown' ? one.outcome.code : 'known';
    return `${code} ${Math.round(begunAtMs)}+${Math.round(endedAtMs - begunAtMs)} ms`;
  });
  return `${key}: ${told.join(', ')}`;
}

function basket(random: Random, products: readonly string[]): Line[] {
  const lines = new Map<string, Line>();
  for (let count = random.between(1, 3); count > 0; count -= 1) {
    const productId = random.chance(0.5) ? products[0]! : random.oneOf(products);
    lines.set(productId, { productId, quantity: random.between(1, 3) });
  }
  return [...lines.values()];
}

async function correctStock(client: ShopClient, random: Random, productId: string): Promise<void> {
  const delta = random.chance(0.7) ? random.between(1, 40) : -random.between(1, 10);
  const key = random.uuid();
  for (let tries = random.between(1, 5); tries > 0; tries -= 1) {
    const { outcome } = await client.adjust(key, productId, delta);
    if (outcome.kind !== 'unknown') return;
  }
}

function summaryOf({ operations }: ShopClient) {
  const unknown: Record<string, number> = {};
  const sold = new Set<string>();
  for (const operation of operations) {
    if (operation.kind === 'read') continue;
    const { outcome } = operation;
    if (outcome.kind === 'unknown') unknown[outcome.code] = (unknown[outcome.code] ?? 0) + 1;
    if (operation.kind === 'sale' && outcome.kind === 'ok') sold.add(operation.key);
  }
  return { operations: operations.length, sold: sold.size, unknown };
}
