import { type LockedProduct, type ProductRows, productOf } from '../stock/stock-ledger.ts';
import type {
  HeldProduct,
  Rejection,
  ReservationAnswer,
  ReservationRequest,
  ReservationRequestLine,
  Settlement,
} from './reservation.ts';
import { returnStock, type StockBatch, takeStock } from './stock-batch.ts';

/*
 * The decisions about one reservation, over rows that are locked and inside one transaction (see
 * run-stock-jobs.ts). Stock is never sold twice and never lost, because:
 *  - an id is answered once; every repetition gets the stored answer;
 *  - all lines are held or none, on the sum per product, in the same transaction as the ledger;
 *  - a released id never holds again: a release that comes first leaves a tombstone;
 *  - a hold ends only by `confirm` or `release`, which only ventas' durable decision sends.
 */

/** Holds the stock of one attempt to sell, or says every reason why not. */
export function reserve(batch: StockBatch, request: ReservationRequest): ReservationAnswer {
  const known = batch.reservations.get(request.id);
  if (known) {
    if (known.status === 'RELEASED') return { kind: 'Refused', reason: 'released' };
    if (known.requestHash !== request.requestHash || known.outcome === null) {
      return { kind: 'Refused', reason: 'other hash' };
    }
    return known.outcome;
  }
  if (request.validUntil <= batch.now) return { kind: 'Refused', reason: 'late' };

  // The last unit may still be held by an earlier attempt of the same sale.
  const released = request.replaces.map((id) => release(batch, id));
  if (released.some(({ acknowledged }) => !acknowledged)) {
    return { kind: 'Refused', reason: 'replaces a confirmed sale' };
  }

  const wanted = wantedProducts(batch, request.lines);
  const rejections = wanted.flatMap(rejectionsOf);
  return rejections.length > 0 ? reject(batch, request, rejections) : hold(batch, request, wanted);
}

/** The answer that lines would get from the stock as it is. */
export interface StockJudgement {
  /** Every product that there is, whatever stands against it. */
  held: HeldProduct[];
  /** Every reason against the lines; none when they can be held. */
  rejections: Rejection[];
}

/** Judges lines as `reserve` does, and takes nothing. */
export function judgeLines(
  rows: ProductRows,
  lines: readonly ReservationRequestLine[],
): StockJudgement {
  const wanted = wantedProducts(rows, lines);
  return { held: wanted.flatMap(heldProductOf), rejections: wanted.flatMap(rejectionsOf) };
}

/** Turns a hold into sold stock: only the reservation's own row changes. */
export function confirm(batch: StockBatch, id: string): Settlement {
  const known = batch.reservations.get(id);
  if (known?.status === 'HELD') {
    known.status = 'CONFIRMED';
    known.change = known.change === 'inserted' ? 'inserted' : 'updated';
  }
  return { id, acknowledged: known?.status === 'CONFIRMED', status: known?.status ?? null };
}

/** Gives a hold back; leaves a tombstone where there is none, so that a late reserve is refused. */
export function release(batch: StockBatch, id: string): Settlement {
  const known = batch.reservations.get(id);
  if (!known) {
    const tombstone = { requestHash: null, outcome: null, validUntil: null, lines: [] };
    batch.reservations.set(id, { id, status: 'RELEASED', change: 'inserted', ...tombstone });
    return { id, acknowledged: true, status: 'RELEASED' };
  }
  if (known.status === 'HELD') {
    returnStock(batch, known);
    known.status = 'RELEASED';
    known.change = known.change === 'inserted' ? 'inserted' : 'updated';
  }
  return { id, acknowledged: known.status !== 'CONFIRMED', status: known.status };
}

/** All lines of one product together: the check is on their sum. */
interface WantedProduct {
  productId: string;
  product: LockedProduct | null;
  quantity: number;
  expectedPricesCentimos: number[];
}

function wantedProducts(
  rows: ProductRows,
  lines: readonly ReservationRequestLine[],
): WantedProduct[] {
  const wantedById = new Map<string, WantedProduct>();
  for (const { productId, quantity, expectedUnitPriceCentimos } of lines) {
    const product = productOf(rows, productId);
    const wanted = wantedById.get(productId) ?? {
      productId,
      product,
      quantity: 0,
      expectedPricesCentimos: [],
    };
    wanted.quantity += quantity;
    if (expectedUnitPriceCentimos !== null) {
      wanted.expectedPricesCentimos.push(expectedUnitPriceCentimos);
    }
    wantedById.set(productId, wanted);
  }
  return [...wantedById.values()];
}

function rejectionsOf({ productId, product, quantity, ...wanted }: WantedProduct): Rejection[] {
  if (product === null) return [{ code: 'PRODUCT_NOT_FOUND', productId }];
  if (product.status === 'DISCONTINUED') return [{ code: 'PRODUCT_DISCONTINUED', productId }];
  const { priceCentimos: currentCentimos, available } = product;
  const rejections: Rejection[] = [];
  const expectedCentimos = wanted.expectedPricesCentimos.find((price) => price !== currentCentimos);
  if (expectedCentimos !== undefined) {
    rejections.push({ code: 'PRICE_CHANGED', productId, expectedCentimos, currentCentimos });
  }
  if (quantity > available) {
    rejections.push({ code: 'INSUFFICIENT_STOCK', productId, requested: quantity, available });
  }
  return rejections;
}

function heldProductOf({ product }: WantedProduct): HeldProduct[] {
  if (product === null) return [];
  const { id, sku, name, priceCentimos: unitPriceCentimos } = product;
  const categoryId = product.categoryId === null ? null : String(product.categoryId);
  return [{ productId: String(id), sku, name, unitPriceCentimos, categoryId }];
}

function reject(
  batch: StockBatch,
  { id, requestHash, validUntil }: ReservationRequest,
  rejections: Rejection[],
): ReservationAnswer {
  const outcome = { kind: 'Rejected' as const, rejections };
  const stored = { id, requestHash, outcome, validUntil, lines: [] };
  batch.reservations.set(id, { ...stored, status: 'REJECTED', change: 'inserted' });
  return outcome;
}

function hold(
  batch: StockBatch,
  { id, requestHash, validUntil, actorId }: ReservationRequest,
  wanted: readonly WantedProduct[],
): ReservationAnswer {
  const found = wanted.flatMap(({ product, quantity }) => (product ? [{ product, quantity }] : []));
  const lines = found.map(({ product, quantity }) => {
    return { productId: product.id, quantity, unitPriceCentimos: product.priceCentimos };
  });
  const outcome = { kind: 'Held' as const, held: wanted.flatMap(heldProductOf) };
  const stored = { id, requestHash, outcome, validUntil, lines };
  const reservation = { ...stored, status: 'HELD' as const, change: 'inserted' as const };
  takeStock(batch, reservation, actorId);
  batch.reservations.set(id, reservation);
  return outcome;
}
