// A count of the shelves, without a component: what was scanned, and what is to be corrected.
import { type KeyedAttempt, newAttempt } from '../parts/keyed-attempt.ts';

/** A product of a count. */
export interface TakeLine {
  productId: string;
  sku: string;
  name: string;
  /** The stock as it was when the product was scanned last, in units. */
  onHand: number;
  available: number;
  /** Units that were counted in the shop. */
  counted: number;
  attempt: KeyedAttempt;
  isDone: boolean;
  /** The outcome of the last try to apply it, in words. */
  note: string | null;
}

/** The lines of a count, the one that was scanned last first. */
export type StockTake = readonly TakeLine[];

/** A product as a scan finds it. */
export interface ScannedProduct {
  id: string;
  sku: string;
  name: string;
  stock: { onHand: number; available: number };
}

/** Counts one unit more of a product. A line that was applied begins anew with its new stock. */
export function scanned(
  take: StockTake,
  { id, sku, name, stock }: ScannedProduct,
  newKey: () => string,
): StockTake {
  const before = take.find(({ productId }) => productId === id);
  const isGoingOn = before !== undefined && !before.isDone;
  const line: TakeLine = {
    productId: id,
    sku,
    name,
    onHand: stock.onHand,
    available: stock.available,
    counted: isGoingOn ? before.counted + 1 : 1,
    attempt: isGoingOn ? before.attempt : newAttempt(newKey()),
    isDone: false,
    note: null,
  };
  return [line, ...take.filter(({ productId }) => productId !== id)];
}

/** The count with one line changed. */
export function withLine(
  take: StockTake,
  productId: string,
  changes: Partial<TakeLine>,
): StockTake {
  return take.map((line) => (line.productId === productId ? { ...line, ...changes } : line));
}

/** Units that the shop has more (positive) or less than the system says. */
export function differenceOf({ counted, onHand }: TakeLine): number {
  return counted - onHand;
}

/** The lines that are still to be applied. */
export function openLines(take: StockTake): StockTake {
  return take.filter(({ isDone }) => !isDone);
}
