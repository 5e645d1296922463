import { expect, test } from '@jest/globals';
import type { CatalogueProduct } from './catalogue.ts';
import { type CataloguePage, type CatalogueState, createCatalogueSync } from './catalogue-sync.ts';

const product = (id: string): CatalogueProduct => ({
  id,
  sku: id,
  barcode: null,
  name: id,
  priceCentimos: 100,
  isActive: true,
  available: null,
  isLow: false,
});

/** A till whose server answers by the cursor that it is asked with. */
function createTill(
  pages: Record<string, CataloguePage | 'REFUSED' | null>,
  cursor: string | null,
) {
  const saved: { cursor: string; at: number | null }[] = [];
  const asked: (string | null)[] = [];
  const shown: string[] = [];
  const states: CatalogueState['kind'][] = [];
  const storeErrors: number[] = [];
  let diskError: Error | null = null;
  const sync = createCatalogueSync({
    load: async () => ({ products: [product('saved')], cursor, at: cursor === null ? null : 5 }),
    async save(given, at) {
      if (diskError) throw diskError;
      saved.push({ cursor: given.cursor, at });
    },
    async fetchPage(after) {
      asked.push(after);
      return pages[after ?? 'START'] ?? null;
    },
    onProducts: (products) => shown.push(...products.map(({ id }) => id)),
    onState: ({ kind }) => states.push(kind),
    onStoreError: () => storeErrors.push(1),
    now: () => 9,
  });
  const breakDisk = (error: Error | null) => {
    diskError = error;
  };
  return { sync, saved, asked, shown, states, storeErrors, breakDisk };
}

const page = (ids: string[], cursor: string, hasMore = false): CataloguePage => ({
  products: ids.map(product),
  cursor,
  hasMore,
});

test('the disk shows first, then every page until there is no next one', async () => {
  const till = createTill({ START: page(['a'], 'c1', true), c1: page(['b'], 'c2') }, null);
  await till.sync.open();
  expect(till.shown).toEqual(['saved', 'a', 'b']);
  expect(till.saved).toEqual([
    { cursor: 'c1', at: null },
    { cursor: 'c2', at: 9 },
  ]);
  expect(till.states.at(-1)).toBe('READY');
});

test('only what changed since the saved cursor is asked for', async () => {
  const till = createTill({ c7: page([], 'c7') }, 'c7');
  await till.sync.open();
  expect(till.asked).toEqual(['c7']);
});

test('without an answer the saved catalogue stays, and the next try goes on where this one ended', async () => {
  const till = createTill({ START: page(['a'], 'c1', true) }, null);
  await till.sync.open();
  expect(till.states.at(-1)).toBe('FAILED');
  await till.sync.refresh();
  expect(till.asked).toEqual([null, 'c1', 'c1']);
});

test('a cursor of another database is given up, and everything is read again', async () => {
  const till = createTill({ c7: 'REFUSED', START: page(['a'], 'c1') }, 'c7');
  await till.sync.open();
  expect(till.asked).toEqual(['c7', null]);
  expect(till.states.at(-1)).toBe('READY');
});

test('two wishes at once ask the server once', async () => {
  const till = createTill({ START: page([], 'c1') }, null);
  await Promise.all([till.sync.refresh(), till.sync.refresh()]);
  expect(till.asked).toHaveLength(1);
});

test('what the disk does not take is shown all the same, and asked for again', async () => {
  const till = createTill({ START: page(['a'], 'c1'), c1: page([], 'c1') }, null);
  till.breakDisk(new Error('full'));
  await till.sync.open();
  expect(till.shown).toEqual(['saved', 'a']);
  expect(till.storeErrors).toHaveLength(1);
  expect(till.states.at(-1)).toBe('FAILED');
  till.breakDisk(null);
  await till.sync.refresh();
  expect(till.asked).toEqual([null, null]);
  expect(till.saved).toEqual([{ cursor: 'c1', at: 9 }]);
});
