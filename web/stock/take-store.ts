// A count of the shelves takes hours: it is kept in the browser, one per account.
import type { StockTake } from './stock-take.ts';

const keyOf = (accountId: string) => `electroplus-toma-${accountId}`;

/** The count that an earlier page left off; empty while there is none. */
export function keptTake(accountId: string): StockTake {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(accountId)) ?? '[]');
    return Array.isArray(kept) ? (kept as StockTake) : [];
  } catch {
    // A text of another hand is no count.
    return [];
  }
}

/** Keeps a count. @returns false when the browser has no room for it */
export function keepTake(accountId: string, take: StockTake): boolean {
  try {
    if (take.length === 0) localStorage.removeItem(keyOf(accountId));
    else localStorage.setItem(keyOf(accountId), JSON.stringify(take));
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'QuotaExceededError') return false;
    throw error;
  }
}

/** Tells when another tab goes on with the count. @returns the function that ends it */
export function watchTake(accountId: string, listener: () => void): () => void {
  const hear = ({ key }: StorageEvent) => {
    if (key === keyOf(accountId)) listener();
  };
  window.addEventListener('storage', hear);
  return () => window.removeEventListener('storage', hear);
}
