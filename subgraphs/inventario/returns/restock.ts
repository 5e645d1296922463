import { MAX_STOCK_UNITS } from '../products/product-rules.ts';
import {
  type LockedProduct,
  type Movement,
  moveStock,
  type ProductRows,
  productOf,
} from '../stock/stock-ledger.ts';

/** The units that one return brings back into stock. */
export interface ReturnedUnits {
  /** UUID of the return. */
  id: string;
  lines: readonly ReturnedLine[];
  actorId: string | null;
}

export interface ReturnedLine {
  /** As the caller sent it; it may be no id at all. */
  productId: string;
  quantity: number;
}

/** The outcome for one return. */
export type RestockOutcome =
  | { kind: 'Restocked' }
  /** It was put back before: nothing has changed. */
  | { kind: 'Known' }
  /** It was not put back, and only a person can tell why it was sent. */
  | { kind: 'Refused'; reason: 'unknown product' | 'too many units'; productId: string };

/** Everything that one transaction knows and will write about returns; its rows are locked. */
export interface RestockBatch extends ProductRows {
  /** The returns that are in stock. */
  knownIds: ReadonlySet<string>;
  /** The returns that this transaction puts back. */
  restockedIds: Set<string>;
  movements: Movement[];
}

/** Says what a RETURN movement is, in the words of the shop. */
const REASON = 'Devolución';

/**
 * Puts the units of one return back, all of its lines or none, on the sum per product. A product
 * that is off sale takes its units like any other.
 */
export function restock(
  batch: RestockBatch,
  { id, lines, actorId }: ReturnedUnits,
): RestockOutcome {
  if (batch.knownIds.has(id) || batch.restockedIds.has(id)) return { kind: 'Known' };
  const units: { product: LockedProduct; quantity: number }[] = [];
  for (const [productId, quantity] of unitsByProduct(lines)) {
    const product = productOf(batch, productId);
    if (!product) return { kind: 'Refused', reason: 'unknown product', productId };
    if (product.available + quantity > MAX_STOCK_UNITS) {
      return { kind: 'Refused', reason: 'too many units', productId };
    }
    units.push({ product, quantity });
  }
  for (const { product, quantity } of units) {
    const cause = { kind: 'RETURN' as const, reason: REASON, actorId, reference: id };
    batch.movements.push(moveStock(product, quantity, cause));
  }
  batch.restockedIds.add(id);
  return { kind: 'Restocked' };
}

function unitsByProduct(lines: readonly ReturnedLine[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { productId, quantity } of lines) {
    units.set(productId, (units.get(productId) ?? 0) + quantity);
  }
  return units;
}
