// Load that does not wait: buyers come at a rate, whether or not those before them were served.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SELL } from './generated/open-loop.api.ts';
import { connectToGraph } from './graph-connection.ts';

export interface OpenLoopTarget {
  /** The router's GraphQL endpoint. */
  url: string;
  sellerId: string;
  productIds: readonly string[];
}

export interface Load {
  perSecond: number;
  durationMs: number;
}

/** The outcomes for the buyers of one stretch of time. */
export interface LoadResult {
  offered: number;
  /** Sold per second. */
  goodputPerSecond: number;
  /** Latency of those who bought, in ms. */
  p50Ms: number;
  p99Ms: number;
  /** Those who were told to come again: how many, how fast, and without being told when. */
  refused: number;
  refusedP99Ms: number;
  refusedWithoutRetryAfter: number;
  /** Every other outcome, by code. */
  others: Readonly<Record<string, number>>;
}

export interface OpenLoop {
  run(load: Load): Promise<LoadResult>;
  close(): Promise<void>;
}

interface Sample {
  code: string;
  latencyMs: number;
  hasRetryAfter: boolean;
}

const SOLD = 'SOLD';
const BUSY = 'SERVER_BUSY';
const TICK_MS = 5;
const MAX_CONNECTIONS = 2_048;

export function createOpenLoop(target: OpenLoopTarget): OpenLoop {
  const graph = connectToGraph(target.url, MAX_CONNECTIONS);

  const sellOne = async (): Promise<Sample> => {
    const startedAtMs = performance.now();
    const productId = target.productIds[Math.floor(Math.random() * target.productIds.length)] ?? '';
    const items = [{ productId, quantity: 1 }];
    const input = { idempotencyKey: randomUUID(), sellerId: target.sellerId, items };
    const { data, refusal, hasRetryAfter } = await graph.send(SELL, { input });
    const sold = data?.realizarVenta;
    const code = sold?.sale ? SOLD : (refusal ?? sold?.userErrors[0]?.code ?? 'NO_ANSWER');
    return { code, hasRetryAfter, latencyMs: performance.now() - startedAtMs };
  };

  return {
    async run({ perSecond, durationMs }) {
      const startedAtMs = performance.now();
      const sales: Promise<Sample>[] = [];
      for (let elapsedMs = 0; elapsedMs < durationMs; ) {
        const due = Math.floor((elapsedMs / 1_000) * perSecond);
        while (sales.length < due) sales.push(sellOne());
        await sleep(TICK_MS);
        elapsedMs = performance.now() - startedAtMs;
      }
      return resultOf(await Promise.all(sales), durationMs);
    },
    close: graph.close,
  };
}

function resultOf(samples: readonly Sample[], durationMs: number): LoadResult {
  const sold = samples.filter(({ code }) => code === SOLD);
  const refused = samples.filter(({ code }) => code === BUSY);
  const others: Record<string, number> = {};
  for (const { code } of samples) {
    if (code !== SOLD && code !== BUSY) others[code] = (others[code] ?? 0) + 1;
  }
  return {
    offered: samples.length,
    goodputPerSecond: sold.length / (durationMs / 1_000),
    p50Ms: percentile(sold, 0.5),
    p99Ms: percentile(sold, 0.99),
    refused: refused.length,
    refusedP99Ms: percentile(refused, 0.99),
    refusedWithoutRetryAfter: refused.filter(({ hasRetryAfter }) => !hasRetryAfter).length,
    others,
  };
}

function percentile(samples: readonly Sample[], part: number): number {
  const sorted = samples.map(({ latencyMs }) => latencyMs).sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
