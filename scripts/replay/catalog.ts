import type { Invoice } from './invoices.ts';

/** A product as the file implies it. */
export interface CatalogEntry {
  sku: string;
  name: string;
  /** The first price at which it is sold. */
  openingPriceCentimos: number;
  /** All units that are sold or written off, so that its stock ends at what comes back. */
  openingStock: number;
}

const MAX_NAME_LENGTH = 200;

/**
 * Derives the products that the sellable invoices sell, in the order in which they are first sold.
 * @param all every invoice of the file: one that is no sale may still tell what a product is called
 * @param sellable those that will be sold
 * @param writeOffs those that take out of stock what is not sold
 */
export function buildCatalog(
  all: readonly Invoice[],
  sellable: readonly Invoice[],
  writeOffs: readonly Invoice[],
): Map<string, CatalogEntry> {
  const nameBySku = new Map<string, string>();
  for (const { sku, description } of all.flatMap(({ lines }) => lines)) {
    if (description !== '' && !nameBySku.has(sku)) nameBySku.set(sku, shorten(description));
  }
  const catalog = new Map<string, CatalogEntry>();
  for (const { sku, quantity, unitPriceCentimos } of sellable.flatMap(({ lines }) => lines)) {
    const known = catalog.get(sku);
    catalog.set(sku, {
      sku,
      name: nameBySku.get(sku) ?? sku,
      openingPriceCentimos: known?.openingPriceCentimos ?? unitPriceCentimos,
      openingStock: (known?.openingStock ?? 0) + quantity,
    });
  }
  for (const { sku, quantity } of writeOffs.flatMap(({ lines }) => lines)) {
    const known = catalog.get(sku);
    if (!known || quantity >= 0) continue;
    catalog.set(sku, { ...known, openingStock: known.openingStock - quantity });
  }
  return catalog;
}

function shorten(name: string): string {
  return [...name].slice(0, MAX_NAME_LENGTH).join('').trim();
}
