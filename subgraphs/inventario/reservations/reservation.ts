import type { ErrorCode } from '../../../common/process/errors/error-codes.ts';

/** The units that one attempt to sell needs. */
export interface ReservationRequest {
  /** UUID of the attempt. */
  id: string;
  /** SHA-256 of what is sold, hexadecimal. */
  requestHash: string;
  /** No hold is created after this instant of the database's clock. */
  validUntil: Date;
  /** Earlier attempts of the same sale, to be released first. */
  replaces: readonly string[];
  /** As the customer gave them: a product may stand on several. */
  lines: readonly ReservationRequestLine[];
  requestId: string | null;
  actorId: string | null;
}

export interface ReservationRequestLine {
  /** As the client sent it; it may be no id at all. */
  productId: string;
  quantity: number;
  expectedUnitPriceCentimos: number | null;
}

/** A product as it was when it was set aside. */
export interface HeldProduct {
  productId: string;
  sku: string;
  name: string;
  unitPriceCentimos: number;
  /** Null in no category; reservations that were stored before it was kept lack it. */
  categoryId?: string | null;
}

/** The reason why one product could not be set aside. */
export interface Rejection {
  code: Extract<
    ErrorCode,
    'INSUFFICIENT_STOCK' | 'PRODUCT_NOT_FOUND' | 'PRODUCT_DISCONTINUED' | 'PRICE_CHANGED'
  >;
  productId: string;
  requested?: number;
  available?: number;
  expectedCentimos?: number;
  currentCentimos?: number;
}

/** The answer that is stored with a reservation: the same id gets it for ever. */
export type ReservationOutcome =
  | { kind: 'Held'; held: HeldProduct[] }
  | { kind: 'Rejected'; rejections: Rejection[] };

/** Nothing was written, and a fault is the reason: a later attempt may succeed. */
export interface Refused {
  kind: 'Refused';
  reason: 'late' | 'released' | 'other hash' | 'replaces a confirmed sale' | 'failed';
}

export type ReservationAnswer = ReservationOutcome | Refused;

export type ReservationStatus = 'HELD' | 'CONFIRMED' | 'RELEASED' | 'REJECTED';

/** The outcome for a reservation that was to be confirmed or released. */
export interface Settlement {
  id: string;
  /** False: it is in a state from which this cannot be done; only a human can tell why. */
  acknowledged: boolean;
  /** Null when the id is unknown. */
  status: ReservationStatus | null;
}
