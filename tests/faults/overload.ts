// The overload: three times more buyers come than the shop can serve.
import { startGraph } from '../../scripts/stack/throwaway/throwaway-graph.ts';
import { openShop } from '../support/shop.ts';
import { createOpenLoop, type LoadResult, type OpenLoop } from './open-loop.ts';

export interface OverloadOptions {
  /** The duration of the overload. */
  overloadMs: number;
  say: (line: string) => void;
}

/** The results of a stretch of load, and the results that it should have had. */
export interface Finding {
  what: string;
  measured: string;
  isGood: boolean;
}

const FIRST_RATE = 100;
const STEP = 1.25;
const STEP_MS = 5_000;
const WARM_UP_MS = 8_000;
const SUSTAINABLE_P99_MS = 150;
const NORMAL_SHARE = 0.6;
const OVERLOAD = 3;
const RECOVERY_LIMIT_MS = 10_000;
const FAST_MS = 500;
const PRODUCTS = 500;
const PLENTY = 1_000_000;

/** Measures a graph of its own through its router, in an open loop. */
export function measureOverload(options: OverloadOptions): Promise<Finding[]> {
  return onGraph((loop) => measure(loop, options));
}

/** @returns 60 % of the highest rate, in sales per second, that a graph serves in good time */
export function findNormalRate(say: OverloadOptions['say']): Promise<number> {
  return onGraph(async (loop) => {
    const { sustainable } = await findSustainable(loop, say);
    return sustainable * NORMAL_SHARE;
  });
}

async function onGraph<Result>(work: (loop: OpenLoop) => Promise<Result>): Promise<Result> {
  const graph = await startGraph({ environment: { router: { RATE_LIMIT: 'off' } } });
  const shop = await openShop(graph);
  const products = await shop.addProducts(
    Array.from({ length: PRODUCTS }, () => ({ stock: PLENTY })),
  );
  const productIds = products.map(({ id }) => id);
  const loop = createOpenLoop({ url: graph.urls.router, sellerId: shop.sellerId, productIds });
  try {
    return await work(loop);
  } finally {
    await loop.close();
    await graph.stop();
  }
}

async function measure(loop: OpenLoop, { overloadMs, say }: OverloadOptions): Promise<Finding[]> {
  const { sustainable, peakPerSecond } = await findSustainable(loop, say);
  const normalRate = sustainable * NORMAL_SHARE;
  const normal = await loop.run({ perSecond: normalRate, durationMs: 2 * STEP_MS });
  say(`normal, ${describe(normalRate, normal)}`);
  const overload = { perSecond: sustainable * OVERLOAD, durationMs: overloadMs };
  const over = await loop.run(overload);
  say(`overload, ${describe(overload.perSecond, over)}`);
  const recoveredMs = await timeToRecover(loop, { normalRate, normal, say });
  return findingsOf({ normal, over, peakPerSecond, recoveredMs });
}

/** Steps up until the shop is late or refuses. */
async function findSustainable(loop: OpenLoop, say: OverloadOptions['say']) {
  await loop.run({ perSecond: FIRST_RATE, durationMs: WARM_UP_MS });
  let sustainable = FIRST_RATE / STEP;
  let peakPerSecond = 0;
  for (let rate = FIRST_RATE; ; rate *= STEP) {
    const result = await loop.run({ perSecond: rate, durationMs: STEP_MS });
    say(describe(rate, result));
    peakPerSecond = Math.max(peakPerSecond, result.goodputPerSecond);
    const hasOthers = Object.keys(result.others).length > 0;
    if (result.p99Ms > SUSTAINABLE_P99_MS || result.refused > 0 || hasOthers) break;
    sustainable = rate;
  }
  return { sustainable, peakPerSecond };
}

interface Recovery {
  normalRate: number;
  normal: LoadResult;
  say: OverloadOptions['say'];
}

/** @returns after how long a second of normal load was served as before; null when it never was */
async function timeToRecover(loop: OpenLoop, { normalRate, normal, say }: Recovery) {
  const startedAtMs = performance.now();
  while (performance.now() - startedAtMs < RECOVERY_LIMIT_MS) {
    const result = await loop.run({ perSecond: normalRate, durationMs: 1_000 });
    say(`afterwards, ${describe(normalRate, result)}`);
    const isServed = result.refused === 0 && Object.keys(result.others).length === 0;
    if (isServed && result.p99Ms <= limitOf(normal)) return performance.now() - startedAtMs;
  }
  return null;
}

function limitOf(normal: LoadResult): number {
  return 2 * normal.p99Ms + 150;
}

interface Measured {
  normal: LoadResult;
  over: LoadResult;
  peakPerSecond: number;
  recoveredMs: number | null;
}

function findingsOf({ normal, over, peakPerSecond, recoveredMs }: Measured): Finding[] {
  const limitMs = limitOf(normal);
  const share = over.goodputPerSecond / peakPerSecond;
  const others = Object.values(over.others).reduce((sum, count) => sum + count, 0);
  const ms = (value: number) => `${Math.round(value)} ms`;
  return [
    {
      what: `p99 of those who bought, at most ${ms(limitMs)}`,
      measured: ms(over.p99Ms),
      isGood: over.p99Ms <= limitMs,
    },
    {
      what: 'sold per second of the peak, at least 80 %',
      measured: `${Math.round(share * 100)} %`,
      isGood: share >= 0.8,
    },
    {
      what: 'everybody else was refused with SERVER_BUSY',
      measured: others === 0 ? 'yes' : JSON.stringify(over.others),
      isGood: others === 0,
    },
    {
      what: `p99 of a refusal, at most ${ms(FAST_MS)}`,
      measured: ms(over.refusedP99Ms),
      isGood: over.refusedP99Ms <= FAST_MS,
    },
    {
      what: 'every refusal said when to come again (Retry-After)',
      measured: `${over.refusedWithoutRetryAfter} did not`,
      isGood: over.refusedWithoutRetryAfter === 0,
    },
    {
      what: 'normal again within 10 s',
      measured: recoveredMs === null ? 'no' : `after ${ms(recoveredMs)}`,
      isGood: recoveredMs !== null,
    },
  ];
}

function describe(perSecond: number, result: LoadResult): string {
  const { goodputPerSecond, p50Ms, p99Ms, refused, others } = result;
  return (
    `${Math.round(perSecond)}/s: ${Math.round(goodputPerSecond)} sold/s, ` +
    `p50 ${Math.round(p50Ms)} ms, p99 ${Math.round(p99Ms)} ms, ${refused} refused` +
    (Object.keys(others).length > 0 ? `, ${JSON.stringify(others)}` : '')
  );
}
