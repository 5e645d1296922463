import type { Attempt, Rejection } from './attempt.ts';

/** What a request to sell is answered. */
export type SaleOutcome =
  | { kind: 'Sold'; saleId: string; replayed: boolean }
  /** A rule of the shop is against it: final for this key. */
  | { kind: 'Rejected'; rejections: Rejection[]; replayed: boolean }
  /** The key belongs to another purchase. */
  | { kind: 'KeyReused' }
  /** Not known yet: ask again with the same key. */
  | { kind: 'InProgress' }
  /** Nothing was sold; the same key may try again. */
  | { kind: 'Unavailable' };

/** The answer that follows from an attempt as it is stored. */
export function outcomeOf(attempt: Attempt, replayed: boolean): SaleOutcome {
  switch (attempt.decision) {
    case 'OPEN':
      return { kind: 'InProgress' };
    case 'COMMITTED':
      return { kind: 'Sold', saleId: attempt.id, replayed };
    case 'ABORTED':
      return attempt.reason?.kind === 'Rule'
        ? { kind: 'Rejected', rejections: attempt.reason.rejections, replayed }
        : { kind: 'Unavailable' };
  }
}
