/** The catalogue on the till's disk, so that it opens at once and without a server. */
import { type DBSchema, openDB } from 'idb';
import * as z from 'zod/mini';
import type { CatalogueProduct } from './catalogue.ts';
import type { CataloguePage, SavedCatalogue } from './catalogue-sync.ts';

const NAME = 'electroplus-catalogo';
const VERSION = 1;
const STATE = 'state';

interface Tables extends DBSchema {
  products: { key: string; value: unknown };
  state: { key: string; value: unknown };
}

const PRODUCT = z.object({
  id: z.string(),
  sku: z.string(),
  barcode: z.nullable(z.string()),
  name: z.string(),
  priceCentimos: z.int(),
  isActive: z.boolean(),
  available: z.nullable(z.int()),
  isLow: z.boolean(),
});
const CATALOGUE_STATE = z.object({ cursor: z.string(), at: z.nullable(z.int()) });

export interface CatalogueStore {
  load(): Promise<SavedCatalogue>;
  /** Products, cursor and time in one transaction. @param at ms; null keeps the time before */
  save(page: Pick<CataloguePage, 'products' | 'cursor'>, at: number | null): Promise<void>;
}

export async function openCatalogueStore(): Promise<CatalogueStore> {
  const db = await openDB<Tables>(NAME, VERSION, {
    upgrade(fresh) {
      fresh.createObjectStore('products');
      fresh.createObjectStore('state');
    },
  });
  return {
    async load() {
      const [records, state] = await Promise.all([db.getAll('products'), db.get('state', STATE)]);
      const products = records.map(readProduct).filter((product) => product !== null);
      const read = CATALOGUE_STATE.safeParse(state).data;
      // With a record that nobody can read, everything is fetched anew.
      if (!read || products.length < records.length) return { products, cursor: null, at: null };
      return { products, ...read };
    },
    async save({ products, cursor }, at) {
      const tx = db.transaction(['products', 'state'], 'readwrite');
      const store = tx.objectStore('products');
      const before = CATALOGUE_STATE.safeParse(await tx.objectStore('state').get(STATE)).data;
      const state = { cursor, at: at ?? before?.at ?? null };
      await Promise.all([
        ...products.map((product) => store.put(product, product.id)),
        tx.objectStore('state').put(state, STATE),
      ]);
      await tx.done;
    },
  };
}

function readProduct(record: unknown): CatalogueProduct | null {
  return PRODUCT.safeParse(record).data ?? null;
}
