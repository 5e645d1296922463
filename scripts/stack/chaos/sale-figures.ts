import type { LoadFigures } from './chaos-status.ts';
import type { FinalAnswer } from './sale-load.ts';

/** The ends of keys that were in doubt. */
export interface Settled {
  wereThere: number;
  soldNow: number;
  refused: number;
}

/** Counts the sales of a load. */
export interface SaleFigures {
  /** @param triesBefore 0 for the first time that a key is sent */
  sent(triesBefore: number): void;
  /** No final answer came. */
  doubted(key: string): void;
  /**
   * @param tookMs from the last send on
   * @returns the ends of the keys in doubt, when this was the last of them
   */
  answered(key: string, answer: FinalAnswer, tookMs: number): Settled | null;
  read(): Pick<
    LoadFigures,
    'begun' | 'sold' | 'refused' | 'resent' | 'inDoubt' | 'p95Ms' | 'perSecond'
  >;
}

/** The page shows so many seconds. */
const SHOWN_SECONDS = 90;
const LATENCY_WINDOW_MS = 10_000;
const PERCENTILE = 0.95;

const NOTHING: Settled = { wereThere: 0, soldNow: 0, refused: 0 };

export function createSaleFigures(now: () => number = Date.now): SaleFigures {
  let begun = 0;
  let sold = 0;
  let refused = 0;
  let resent = 0;
  const inDoubt = new Set<string>();
  let settled = { ...NOTHING };
  const soldBySecond = new Map<number, number>();
  let latencies: { atMs: number; tookMs: number }[] = [];
  const beganAtMs = now();

  const noteSold = (tookMs: number) => {
    const atMs = now();
    sold += 1;
    const second = secondOf(atMs);
    soldBySecond.set(second, (soldBySecond.get(second) ?? 0) + 1);
    soldBySecond.delete(second - SHOWN_SECONDS - 1);
    latencies.push({ atMs, tookMs });
  };
  const noteSettled = (key: string, answer: FinalAnswer): Settled | null => {
    if (!inDoubt.delete(key)) return null;
    if (answer === 'WAS_SOLD') settled.wereThere += 1;
    else if (answer === 'SOLD') settled.soldNow += 1;
    else settled.refused += 1;
    if (inDoubt.size > 0) return null;
    const whole = settled;
    settled = { ...NOTHING };
    return whole;
  };
  return {
    sent(triesBefore) {
      if (triesBefore === 0) begun += 1;
      else resent += 1;
    },
    doubted: (key) => void inDoubt.add(key),
    answered(key, answer, tookMs) {
      if (answer === 'REFUSED') refused += 1;
      else noteSold(tookMs);
      return noteSettled(key, answer);
    },
    read() {
      const nowMs = now();
      latencies = latencies.filter(({ atMs }) => nowMs - atMs <= LATENCY_WINDOW_MS);
      return {
        ...{ begun, sold, refused, resent, inDoubt: inDoubt.size },
        p95Ms: percentile(latencies.map(({ tookMs }) => tookMs)),
        perSecond: wholeSeconds(soldBySecond, beganAtMs, nowMs),
      };
    },
  };
}

const secondOf = (atMs: number) => Math.floor(atMs / 1_000);

function percentile(values: number[]): number | null {
  const sorted = values.sort((left, right) => left - right);
  const value = sorted[Math.floor(sorted.length * PERCENTILE)];
  return value === undefined ? null : Math.round(value);
}

/** Seconds that are over, also those without a sale: the one that runs would look like a fall. */
function wholeSeconds(
  soldBySecond: ReadonlyMap<number, number>,
  beganAtMs: number,
  nowMs: number,
): LoadFigures['perSecond'] {
  const last = secondOf(nowMs) - 1;
  const first = Math.max(secondOf(beganAtMs), last - SHOWN_SECONDS + 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const second = first + index;
    return { atMs: second * 1_000, sold: soldBySecond.get(second) ?? 0 };
  });
}
