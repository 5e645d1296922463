import type { AttemptState, Rejection } from './attempt.ts';
import type { SaleRow } from './sale-store.ts';

/** The answer to a request to sell. */
export type SaleOutcome =
  /** `sale`: its row, when this very request made it. */
  | { kind: 'Sold'; saleId: string; sale: SaleRow | null; replayed: boolean }
  /** A rule of the shop is against it: final for this key. */
  | { kind: 'Rejected'; rejections: Rejection[]; replayed: boolean }
  /** The key belongs to another purchase. */
  | { kind: 'KeyReused' }
  /** Not known yet: ask again with the same key. */
  | { kind: 'InProgress' }
  /** Nothing was sold; the same key may try again. */
  | { kind: 'Unavailable' };

/** The answer that follows from an attempt as it is stored. */
export function outcomeOf(attempt: AttemptState, replayed: boolean): SaleOutcome {
  switch (attempt.decision) {
    case 'OPEN':
      return { kind: 'InProgress' };
    case 'COMMITTED':
      return { kind: 'Sold', saleId: attempt.id, sale: null, replayed };
    case 'ABORTED':
      return attempt.reason?.kind === 'Rule'
        ? { kind: 'Rejected', rejections: attempt.reason.rejections, replayed }
        : { kind: 'Unavailable' };
  }
}
