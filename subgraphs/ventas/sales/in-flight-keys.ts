import { textOfKey } from './attempt-store.ts';
import type { Order } from './order.ts';
import type { SaleOutcome } from './sale-outcome.ts';

/** The keys that this process is selling under at this moment. */
export interface InFlightKeys {
  /**
   * Sells once for all requests with the same key: the first one leads, the same purchase joins
   * it, another purchase is refused.
   */
  once(order: Order, sell: () => Promise<SaleOutcome>): Promise<SaleOutcome>;
}

export function createInFlightKeys(): InFlightKeys {
  const leaders = new Map<string, { requestHash: string; outcome: Promise<SaleOutcome> }>();
  return {
    async once(order, sell) {
      const key = textOfKey(order);
      const leader = leaders.get(key);
      if (leader) {
        if (leader.requestHash !== order.requestHash) return { kind: 'KeyReused' };
        return replayOf(await leader.outcome);
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
