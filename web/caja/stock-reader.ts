/** Reads the stock of products that are on the screen, many at once and none too often. */
import type { StockReading } from './catalogue.ts';

export interface StockReaderDeps {
  /** At most 100 ids; null when there was no answer. */
  read(ids: readonly string[]): Promise<StockReading[] | null>;
  put(readings: readonly StockReading[]): void;
  now(): number;
  startTimer(run: () => void, delayMs: number): () => void;
}

export interface StockReader {
  /** Asks for the stock of products soon, unless it was read a moment ago. */
  want(ids: readonly string[]): void;
  /** Their stock has changed. */
  forget(ids: readonly string[]): void;
}

const WAIT_MS = 120;
const FRESH_MS = 10_000;
const MOST = 100;

export function createStockReader(deps: StockReaderDeps): StockReader {
  const readAt = new Map<string, number>();
  const wanted = new Set<string>();
  let isWaiting = false;

  async function readAll(): Promise<void> {
    isWaiting = false;
    const ids = [...wanted].slice(0, MOST);
    for (const id of ids) {
      wanted.delete(id);
      readAt.set(id, deps.now());
    }
    const readings = await deps.read(ids);
    if (readings) deps.put(readings);
    else for (const id of ids) readAt.delete(id);
    if (wanted.size > 0) readSoon();
  }

  function readSoon(): void {
    if (isWaiting) return;
    isWaiting = true;
    deps.startTimer(() => void readAll(), WAIT_MS);
  }

  return {
    want(ids) {
      const isOld = (id: string) =>
        deps.now() - (readAt.get(id) ?? Number.NEGATIVE_INFINITY) > FRESH_MS;
      for (const id of ids.filter(isOld)) wanted.add(id);
      if (wanted.size > 0) readSoon();
    },
    forget(ids) {
      for (const id of ids) readAt.delete(id);
    },
  };
}
