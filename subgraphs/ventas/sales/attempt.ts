import type { ErrorCode } from '../../../common/process/errors/error-codes.ts';
import type { SaleAttempt } from '../generated/prisma/client.ts';

/** The reasons of inventario for not setting a product aside. */
export const STOCK_REJECTION_CODES = [
  'INSUFFICIENT_STOCK',
  'PRODUCT_NOT_FOUND',
  'PRODUCT_DISCONTINUED',
  'PRICE_CHANGED',
] as const satisfies readonly ErrorCode[];

/** The reason why one product could not be set aside, as inventario says it. */
export interface StockRejection {
  code: (typeof STOCK_REJECTION_CODES)[number];
  productId: string;
  requested?: number;
  available?: number;
  expectedCentimos?: number;
  currentCentimos?: number;
}

/** The reasons why the people of a sale are not right. */
export interface PartyRejection {
  code: Extract<ErrorCode, 'SELLER_NOT_FOUND' | 'SELLER_INACTIVE' | 'CUSTOMER_NOT_FOUND'>;
}

/** The reasons why the terms of a sale are against the rules of the shop. */
export interface TermsRejection {
  code: Extract<
    ErrorCode,
    | 'TILL_NOT_FOUND'
    | 'CASH_SESSION_REQUIRED'
    | 'CASH_SESSION_CLOSED'
    | 'INVALID_DISCOUNT'
    | 'DISCOUNT_NOT_AUTHORIZED'
    | 'INVALID_PAYMENT'
    | 'CUSTOMER_REQUIRED'
    | 'INVALID_DOCUMENT'
    | 'DOCUMENT_NOT_ALLOWED'
  >;
  /** The part of the input that it is about, from `input` down. */
  path: string[];
}

/** The payments do not sum to what is due; amounts in céntimos. */
export interface MismatchRejection {
  code: 'PAYMENT_MISMATCH';
  dueCentimos: number;
  offeredCentimos: number;
}

export type Rejection = StockRejection | PartyRejection | TermsRejection | MismatchRejection;

/**
 * The reason why an attempt was aborted. A rule of the shop is final: a new try needs a new key. A
 * fault is nobody's decision: the same key may try again. A person who discards a key does so for
 * ever, whatever purchase comes with it later.
 */
export type AbortReason =
  | { kind: 'Rule'; rejections: Rejection[] }
  | { kind: 'Fault'; fault: 'Unreachable' | 'Refused' | 'Expired' | 'NeverSeen' | 'Failed' }
  | { kind: 'Person' };

/** The state of one try to sell. */
export interface AttemptState {
  id: string;
  decision: SaleAttempt['decision'];
  /** Null while open and when committed. */
  reason: AbortReason | null;
  /** By the database's clock: past it, the attempt may only be aborted. */
  validUntil: Date;
  createdAt: Date;
}

/** One try to sell with what its request asked for, which a mere record of "never" has not. */
export interface Attempt extends AttemptState {
  /** 1 for the first try of a key. */
  attempt: number;
  /** Null for an attempt that only discards its key: it is of no purchase. */
  requestHash: string | null;
}

/** The verdict of a key about a request that brings it. */
export type KeyState =
  | { kind: 'Run'; attempt: number }
  | { kind: 'Join'; attempt: Attempt }
  | { kind: 'Answered'; attempt: Attempt }
  | { kind: 'Reused' };

/**
 * The key table: what to do with a request, by the newest attempt of its key. At most one attempt
 * of a key is ever committed, because a new one is opened only after the last one was aborted.
 */
export function stateOfKey(newest: Attempt | null, requestHash: string): KeyState {
  if (newest === null) return { kind: 'Run', attempt: 1 };
  if (isDiscarded(newest)) return { kind: 'Answered', attempt: newest };
  if (newest.requestHash !== requestHash) return { kind: 'Reused' };
  if (newest.decision === 'OPEN') return { kind: 'Join', attempt: newest };
  const isFault = newest.decision === 'ABORTED' && newest.reason?.kind === 'Fault';
  return isFault
    ? { kind: 'Run', attempt: newest.attempt + 1 }
    : { kind: 'Answered', attempt: newest };
}

/** Whether a person has decided against the attempt, and so against its key. */
export function isDiscarded({ reason }: Pick<AttemptState, 'reason'>): boolean {
  return reason?.kind === 'Person';
}
