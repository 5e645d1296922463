import { type LockedProduct, type Movement, moveStock } from '../stock/stock-ledger.ts';
import type { ReservationOutcome, ReservationStatus } from './reservation.ts';

/** A reservation whose row is locked by the running transaction, or is about to be inserted. */
export interface ReservationState {
  id: string;
  status: ReservationStatus;
  /** Null on a tombstone. */
  requestHash: string | null;
  outcome: ReservationOutcome | null;
  validUntil: Date | null;
  /** Units held per product: the sum of its lines. */
  lines: readonly ReservationLine[];
  /** The write that the transaction owes: an insert, an update, or nothing. */
  change: 'inserted' | 'updated' | 'none';
}

export interface ReservationLine {
  productId: number;
  quantity: number;
  unitPriceCentimos: number;
}

/**
 * Everything that one transaction knows and will write: rows are locked and read first, decisions
 * are made here in memory, in the order the jobs arrived, and written together at the end.
 */
export interface StockBatch {
  /** The database's clock. */
  now: Date;
  reservations: Map<string, ReservationState>;
  products: Map<number, LockedProduct>;
  movements: Movement[];
}

/** Takes the units of a new hold from the stock. */
export function takeStock(
  batch: StockBatch,
  { id, lines }: ReservationState,
  actorId: string | null,
): void {
  for (const { productId, quantity } of lines)
    move(batch, { productId, delta: -quantity, id, actorId });
}

/** Gives the units of a hold back. */
export function returnStock(batch: StockBatch, { id, lines }: ReservationState): void {
  for (const { productId, quantity } of lines) {
    move(batch, { productId, delta: quantity, id, actorId: null });
  }
}

type Move = { productId: number; delta: number; id: string; actorId: string | null };

function move(batch: StockBatch, { productId, delta, id, actorId }: Move): void {
  const product = batch.products.get(productId);
  if (!product) throw new Error(`Product ${productId} of reservation ${id} is not locked`);
  const kind = delta < 0 ? 'SALE' : 'RELEASE';
  batch.movements.push(moveStock(product, delta, { kind, reason: null, actorId, reference: id }));
}
