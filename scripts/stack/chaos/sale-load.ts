import { setTimeout as sleep } from 'node:timers/promises';
import { createSaleFigures, type SaleFigures } from './sale-figures.ts';

/** The final answer to a key. */
export type FinalAnswer = 'SOLD' | 'WAS_SOLD' | 'REFUSED';

/** Sends a key once. @returns null while nothing final is known: it is to be sent again */
export type SendSale = (key: string) => Promise<FinalAnswer | null>;

export interface SaleLoadOptions {
  salesPerSecond: number;
  seconds: number;
  send: SendSale;
  newKey: () => string;
  /** Hears of it when no key is in doubt any longer, with what became of those that were. */
  onSettled: (settled: { wereThere: number; soldNow: number; refused: number }) => void;
}

/** A load that runs. */
export interface SaleLoad {
  figures: SaleFigures;
  endsAtMs: number;
  /** Begins no more sales. */
  end(): void;
  /** Resolves when none is begun any longer. */
  ended: Promise<void>;
  /** Resolves when each that was begun has its final answer, or is given up after a minute. */
  settled: Promise<void>;
}

const TICK_MS = 50;
/** More open keys than these say that nothing gets through: no others are begun meanwhile. */
const MAX_OPEN = 200;
/** After a pause the load does not make up for what it did not begin. */
const MAX_ARREARS_SECONDS = 0.2;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 3_000;
/** Recovery settles what a dead process left within seconds; after this something is wrong. */
const SETTLE_LIMIT_MS = 60_000;

/** Begins sales at a rate, and sends each with its one key until its answer is final. */
export function startSaleLoad(options: SaleLoadOptions): SaleLoad {
  const { salesPerSecond, seconds, newKey } = options;
  const figures = createSaleFigures();
  const ending = new AbortController();
  const givingUp = new AbortController();
  const open = new Set<Promise<void>>();

  const begin = () => {
    const sale = untilFinal(newKey(), { ...options, figures, givenUp: givingUp.signal });
    open.add(sale);
    void sale.finally(() => open.delete(sale));
  };
  const run = async () => {
    let allowance = 0;
    let lastMs = performance.now();
    const untilMs = lastMs + seconds * 1_000;
    while (!ending.signal.aborted && performance.now() < untilMs) {
      await sleep(TICK_MS);
      const nowMs = performance.now();
      const due = allowance + ((nowMs - lastMs) / 1_000) * salesPerSecond;
      allowance = Math.min(due, Math.max(1, salesPerSecond * MAX_ARREARS_SECONDS));
      lastMs = nowMs;
      for (; allowance >= 1 && open.size < MAX_OPEN; allowance -= 1) begin();
    }
  };
  const ended = run();
  const settle = async () => {
    await ended;
    const timer = setTimeout(() => givingUp.abort(), SETTLE_LIMIT_MS);
    await Promise.all(open);
    clearTimeout(timer);
  };
  return {
    figures,
    endsAtMs: Date.now() + seconds * 1_000,
    end: () => ending.abort(),
    ended,
    settled: settle(),
  };
}

interface Sending extends Pick<SaleLoadOptions, 'send' | 'onSettled'> {
  figures: SaleFigures;
  givenUp: AbortSignal;
}

async function untilFinal(key: string, { send, onSettled, figures, givenUp }: Sending) {
  for (let tries = 0; !givenUp.aborted; tries += 1) {
    const sentAtMs = performance.now();
    figures.sent(tries);
    const answer = await send(key);
    if (answer !== null) {
      const settled = figures.answered(key, answer, performance.now() - sentAtMs);
      if (settled !== null) onSettled(settled);
      return;
    }
    figures.doubted(key);
    const waitMs = Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS);
    // A wait that is cut short ends the loop.
    await sleep(waitMs * (0.8 + Math.random() * 0.4), undefined, { signal: givenUp }).catch(
      () => undefined,
    );
  }
}
