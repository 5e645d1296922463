import type { ReservationStatus } from '../../subgraphs/inventario/reservations/reservation.ts';
import type { AbortReason, Attempt } from '../../subgraphs/ventas/sales/attempt.ts';

/** Two purchases that may come under one key: the client's own, and another one by mistake. */
export type Purchase = 'own' | 'other';

/** One attempt, as the two databases and the network know it. */
export interface AttemptState {
  /** The row of SaleAttempt; null for one that only discards the key. */
  purchase: Purchase | null;
  decision: Attempt['decision'];
  reason: AbortReason['kind'] | null;
  /** The row of Outbox. */
  outbox: 'empty' | 'CONFIRM' | 'RELEASE' | 'dead';
  /** A confirm and a release that were ever written: a copy may arrive at any later time. */
  confirmWritten: boolean;
  releaseWritten: boolean;
  /** Attempts that its reserve names, once it was sent: copies may arrive at any later time. */
  reserveNaming: readonly number[] | null;
  /** By inventario's clock, `validUntil` has passed; of interest only while there is no row. */
  isLate: boolean;
  /** The row of Reservation. */
  reservation: ReservationStatus | 'tombstone' | null;
  /** The answer of ventas to the sweeper, which may act on it at any later time. */
  sweeperWasTold: 'COMMITTED' | 'ABORTED' | null;

  // The facts that only an observer of everything knows.

  wasReleased: boolean;
  wasConfirmed: boolean;
}

/** The next step of a request to sell. */
export type RequestPhase =
  /** Its key lets it run as this attempt, these earlier ones are not released, its id is drawn. */
  | {
      kind: 'inserting';
      attempt: number;
      wasAskedAbout: boolean;
      naming: readonly number[];
    }
  | { kind: 'reserving'; attempt: number }
  | {
      kind: 'deciding';
      attempt: number;
      decision: IntendedDecision;
    };

export type IntendedDecision = 'commit' | 'reject' | 'abort' | 'abort unsent';

/** A request to sell that one of two ventas processes works on. */
export interface RequestState {
  process: 0 | 1;
  purchase: Purchase;
  phase: RequestPhase;
}

/** Everything about one key. Keys meet only at the stock. */
export interface KeyState {
  /** Attempt 1 stands first. */
  attempts: readonly AttemptState[];
  requests: readonly RequestState[];
  /** The number of requests that its client may still send. */
  unsent: Readonly<Record<Purchase, number>>;
  /** A person may still discard the key. */
  mayDiscard: boolean;
  /** A person was told that nothing will ever be sold under the key. */
  wasToldDiscarded: boolean;
  /** A client was told that the key is another purchase's. */
  wasToldReused: Readonly<Record<Purchase, boolean>>;
}

/** Units that the key's reservations keep from others. */
export function unitsHeld({ attempts }: KeyState, unitsPerSale: number): number {
  return attempts.filter(isHolding).length * unitsPerSale;
}

export function isHolding({ reservation }: AttemptState): boolean {
  return reservation === 'HELD' || reservation === 'CONFIRMED';
}

/** Nothing is under way and nothing is left to do. */
export function isSettled({ attempts, requests }: KeyState): boolean {
  return (
    requests.length === 0 &&
    attempts.every(
      ({ decision, reservation, outbox }) =>
        decision !== 'OPEN' && reservation !== 'HELD' && outbox === 'empty',
    )
  );
}

export function withAttempt(
  key: KeyState,
  number: number,
  change: Partial<AttemptState>,
): KeyState {
  const attempts = key.attempts.map((attempt, index) =>
    index === number - 1 ? { ...attempt, ...change } : attempt,
  );
  return { ...key, attempts };
}

export function withoutRequest(key: KeyState, request: RequestState): KeyState {
  return { ...key, requests: key.requests.filter((other) => other !== request) };
}

export function withPhase(key: KeyState, request: RequestState, phase: RequestPhase): KeyState {
  const requests = key.requests.map((other) => (other === request ? { ...other, phase } : other));
  return { ...key, requests };
}

/**
 * A text that is the same for states that differ only in which process is which and in the order
 * in which requests came: what can happen next is the same.
 */
export function canonicalText(key: KeyState): string {
  const { attempts, requests, unsent, wasToldReused, mayDiscard, wasToldDiscarded } = key;
  const asIs = requests.map((request) => request.process + textOf(request));
  const swapped = requests.map((request) => 1 - request.process + textOf(request));
  const [first] = [asIs.sort().join(), swapped.sort().join()].sort();
  const flags = [wasToldReused.own, wasToldReused.other, mayDiscard, wasToldDiscarded];
  const told = flags.map(Number);
  const rest = [...attempts.map(textOf), unsent.own, unsent.other, ...told].join();
  return `${first};${rest}`;
}

const texts = new WeakMap<AttemptState | RequestState, string>();

/** The values of a part, worked out once: parts never change, and many states share them. */
function textOf(part: AttemptState | RequestState): string {
  const known = texts.get(part);
  if (known !== undefined) return known;
  const values =
    'phase' in part ? [part.purchase, ...Object.values(part.phase)] : Object.values(part);
  const text = values.map((value) => (value === null ? '-' : String(value))).join('|');
  texts.set(part, text);
  return text;
}
