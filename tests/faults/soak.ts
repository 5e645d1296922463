// Ten minutes at more than half of what the shop can do, and something breaks every half minute.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkInvariants } from '../../scripts/operate/verify/check-invariants.ts';
import { type Lane, startLane } from './lane.ts';
import { createOpenLoop, type LoadResult } from './open-loop.ts';
import type { Finding } from './overload.ts';
import { seededRandom } from './seeded-random.ts';
import { waitUntilSettled } from './settlement.ts';
import { causeTrouble } from './trouble.ts';

export interface SoakOptions {
  seed: number;
  perSecond: number;
  durationMs: number;
  say: (line: string) => void;
}

const FAULT_EVERY_MS = 30_000;
const SAMPLE_EVERY_MS = 2_000;
/** The memory of a service may grow by this factor from early on to the end. */
const MAX_GROWTH = 1.3;
const PRODUCTS = 500;
const PLENTY = 1_000_000;

/** Soaks a graph of its own. */
export async function soak(options: SoakOptions): Promise<Finding[]> {
  const lane = await startLane();
  try {
    const stock = Array.from({ length: PRODUCTS }, () => ({ stock: PLENTY }));
    const productIds = (await lane.shop.addProducts(stock)).map(({ id }) => id);
    const { sellerId } = lane.shop;
    const loop = createOpenLoop({ url: lane.graph.urls.router, sellerId, productIds });
    const over = new AbortController();
    const memory = watchMemory(lane, over.signal);
    const trouble = faultsFromTimeToTime(lane, options.seed, over.signal);
    const result = await loop.run(options);
    over.abort();
    await trouble;
    await lane.mend();
    await loop.close();
    options.say(describe(result));
    return [...memoryFindings(await memory), ...(await settledFindings(lane))];
  } finally {
    await lane.stop();
  }
}

async function faultsFromTimeToTime(lane: Lane, seed: number, over: AbortSignal): Promise<void> {
  const random = seededRandom(seed).branch('soak');
  while (await isStillOn(FAULT_EVERY_MS, over)) await causeTrouble(lane, random);
}

/** Waits. @returns false when it is over meanwhile */
function isStillOn(pauseMs: number, over: AbortSignal): Promise<boolean> {
  return sleep(pauseMs, true, { signal: over }).catch(() => false);
}

type Samples = ReadonlyMap<string, number[]>;

/** Memory of each process, in MB, again and again. */
async function watchMemory({ graph }: Lane, over: AbortSignal): Promise<Samples> {
  const samples = new Map<string, number[]>();
  while (await isStillOn(SAMPLE_EVERY_MS, over)) {
    for (const name of ['inventario', 'ventas', 'router'] as const) {
      const pid = graph.pid(name);
      const residentMb = pid === undefined ? null : residentMemoryMb(pid);
      if (residentMb !== null) samples.set(name, [...(samples.get(name) ?? []), residentMb]);
    }
  }
  return samples;
}

function residentMemoryMb(pid: number): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kb = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    return kb === undefined ? null : Number(kb) / 1_024;
  } catch {
    // It has died since; its successor is looked at next time.
    return null;
  }
}

/** Compares the third fifth of the time with the last. */
function memoryFindings(samples: Samples): Finding[] {
  return [...samples].map(([name, sizesMb]) => {
    const fifth = Math.ceil(sizesMb.length / 5);
    const early = median(sizesMb.slice(2 * fifth, 3 * fifth));
    const late = median(sizesMb.slice(-fifth));
    return {
      what: `memory of ${name} does not grow`,
      measured: `${Math.round(early)} MB, at the end ${Math.round(late)} MB`,
      isGood: late <= MAX_GROWTH * early,
    };
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

async function settledFindings({ databases }: Lane): Promise<Finding[]> {
  const settledMs = await waitUntilSettled(databases);
  const violations = await checkInvariants({ ...databases, quiet: true });
  return [
    { what: 'nothing is pending at the end', measured: `after ${settledMs} ms`, isGood: true },
    {
      what: 'every invariant holds',
      measured:
        violations.map(({ invariant, message }) => `${invariant} ${message}`).join('; ') || 'yes',
      isGood: violations.length === 0,
    },
  ];
}

function describe({
  offered,
  goodputPerSecond,
  p50Ms,
  p99Ms,
  refused,
  others,
}: LoadResult): string {
  const rest = JSON.stringify(others);
  return (
    `${offered} buyers: ${Math.round(goodputPerSecond)} sold/s, p50 ${Math.round(p50Ms)} ms, ` +
    `p99 ${Math.round(p99Ms)} ms, ${refused} refused, ${rest}`
  );
}
