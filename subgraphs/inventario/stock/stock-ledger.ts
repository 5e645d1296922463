import { parseRowId } from '../../../common/values/ids.ts';
import type { Product, StockMovement } from '../generated/prisma/client.ts';

/** A product whose row is locked by the running transaction, as it will be when it commits. */
export type LockedProduct = Pick<
  Product,
  'id' | 'sku' | 'name' | 'categoryId' | 'priceCentimos' | 'status' | 'available' | 'lastSeq'
>;

/** Products by the id of their row. */
export interface ProductRows {
  products: ReadonlyMap<number, LockedProduct>;
}

/** The product that a client means, or null when there is none. */
export function productOf({ products }: ProductRows, productId: string): LockedProduct | null {
  const id = parseRowId<'Product'>(productId);
  return id === null ? null : (products.get(id) ?? null);
}

/** A line of the ledger, before it is written. */
export type Movement = Omit<StockMovement, 'occurredAt'>;

/** The reason for which stock moves. */
export type MovementCause = Pick<Movement, 'kind' | 'reason' | 'actorId' | 'reference'>;

/**
 * Changes the stock of a locked product and makes the ledger line that says so: the two never
 * happen apart. The caller has checked that enough is there; the assertion stands for a bug.
 */
export function moveStock(product: LockedProduct, delta: number, cause: MovementCause): Movement {
  const availableAfter = product.available + delta;
  if (availableAfter < 0) throw new Error(`Stock of product ${product.id} would be negative`);
  product.available = availableAfter;
  product.lastSeq += 1;
  return { productId: product.id, seq: product.lastSeq, delta, availableAfter, ...cause };
}
