/** Keeps the till's catalogue up to date: only what changed since the last time is fetched. */
import type { CatalogueProduct } from './catalogue.ts';

/** A page of what changed. */
export interface CataloguePage {
  products: readonly CatalogueProduct[];
  /** To be passed the next time, also when there are no products. */
  cursor: string;
  hasMore: boolean;
}

/** The catalogue as the till's disk has it. */
export interface SavedCatalogue {
  products: readonly CatalogueProduct[];
  /** Null when nothing was ever fetched. */
  cursor: string | null;
  /** When it was last known to be up to date, in ms since the epoch; null when never. */
  at: number | null;
}

export interface CatalogueSyncDeps {
  load(): Promise<SavedCatalogue>;
  /**
   * Products, cursor and time in one transaction: a cursor never runs ahead of its products.
   * @param at ms since the epoch; null when more pages follow
   */
  save(page: Pick<CataloguePage, 'products' | 'cursor'>, at: number | null): Promise<void>;
  /** @returns null when there was no answer; REFUSED when the server does not take the cursor */
  fetchPage(after: string | null): Promise<CataloguePage | 'REFUSED' | null>;
  onProducts(products: readonly CatalogueProduct[]): void;
  onState(state: CatalogueState): void;
  /** A page that could not be kept: the disk is full, or the browser closed the database. */
  onStoreError(error: unknown): void;
  now(): number;
}

/** The freshness of the catalogue. */
export interface CatalogueState {
  kind: 'LOADING' | 'FETCHING' | 'READY' | 'FAILED';
  /** When it was last up to date, in ms since the epoch; null when never. */
  at: number | null;
}

export interface CatalogueSync {
  /** Reads the disk, then the server. */
  open(): Promise<void>;
  /** Fetches what changed; a second call while one runs waits for that one. */
  refresh(): Promise<void>;
}

export function createCatalogueSync(deps: CatalogueSyncDeps): CatalogueSync {
  let cursor: string | null = null;
  let at: number | null = null;
  let running: Promise<void> | null = null;

  async function fetchAll(): Promise<void> {
    deps.onState({ kind: 'FETCHING', at });
    let page = await fetchNext();
    while (page?.hasMore) page = await fetchNext();
    deps.onState({ kind: page === null ? 'FAILED' : 'READY', at });
  }

  async function fetchNext(): Promise<CataloguePage | null> {
    let page = await deps.fetchPage(cursor);
    // A cursor of another database: everything is read again, over what is there.
    if (page === 'REFUSED' && cursor !== null) page = await deps.fetchPage(null);
    if (page === null || page === 'REFUSED') return null;
    // Shown first: also on a full disk the till must not sell at the prices of yesterday.
    deps.onProducts(page.products);
    const upToDateAt = page.hasMore ? null : deps.now();
    try {
      await deps.save(page, upToDateAt);
    } catch (error) {
      // Without it on the disk the next try begins with this page again.
      deps.onStoreError(error);
      return null;
    }
    cursor = page.cursor;
    at = upToDateAt ?? at;
    return page;
  }

  function refresh(): Promise<void> {
    running ??= fetchAll().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    async open() {
      deps.onState({ kind: 'LOADING', at });
      const saved = await deps.load();
      cursor = saved.cursor;
      at = saved.at;
      deps.onProducts(saved.products);
      await refresh();
    },
    refresh,
  };
}
