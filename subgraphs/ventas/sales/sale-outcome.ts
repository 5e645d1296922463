import type { AbortReason, AttemptState, Rejection } from './attempt.ts';
import type { SaleRow } from './sale-store.ts';

/** The answer to a request to sell. */
export type SaleOutcome =
  /** `sale`: its row, when this very request made it. */
  | { kind: 'Sold'; saleId: string; sale: SaleRow | null; replayed: boolean }
  /** A rule of the shop is against it: final for this key. */
  | { kind: 'Rejected'; rejections: Rejection[]; replayed: boolean }
  /** The key belongs to another purchase. */
  | { kind: 'KeyReused' }
  /** A person has discarded the key: final, for every purchase. */
  | { kind: 'Discarded' }
  /** Not known yet: ask again with the same key. */
  | { kind: 'InProgress' }
  /** Nothing was sold, by a mistake of ours that somebody was told of. */
  | { kind: 'Failed' }
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
      return refusedOutcome(attempt.reason, replayed);
  }
}

function refusedOutcome(reason: AbortReason | null, replayed: boolean): SaleOutcome {
  switch (reason?.kind) {
    case 'Rule':
      return { kind: 'Rejected', rejections: reason.rejections, replayed };
    case 'Person':
      return { kind: 'Discarded' };
    case 'Fault':
      return { kind: reason.fault === 'Failed' ? 'Failed' : 'Unavailable' };
    case undefined:
      return { kind: 'Unavailable' };
  }
}
