import { textOfKey } from './attempt-store.ts';
import type { Order } from './order.ts';
import type { SaleOutcome } from './sale-outcome.ts';

/** The keys that this process is selling under at this moment. */
export interface InFlightKeys {
  /**
   * Sells once for all requests with the same key and purchase: the first one leads, the others
   * join it. Another purchase waits and then looks for itself: only a stored attempt can say whose
   * key it is, because a leader may end without having written anything.
   */
  once(order: Order, sell: () => Promise<SaleOutcome>): Promise<SaleOutcome>;
}

export function createInFlightKeys(): InFlightKeys {
  const leaders = new Map<string, { requestHash: string; outcome: Promise<SaleOutcome> }>();
  return {
    async once(order, sell) {
      const key = textOfKey(order);
      for (let leader = leaders.get(key); leader; leader = leaders.get(key)) {
        if (leader.requestHash === order.requestHash) return replayOf(await leader.outcome);
        await Promise.allSettled([leader.outcome]);
      }
      const outcome = sell();
      leaders.set(key, { requestHash: order.requestHash, outcome });
      try {
        return await outcome;
      } finally {
        leaders.delete(key);
      }
    },
  };
}

function replayOf(outcome: SaleOutcome): SaleOutcome {
  return 'replayed' in outcome ? { ...outcome, replayed: true } : outcome;
}
