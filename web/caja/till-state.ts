/** Everything that the screen of the till shows, as one value. */
import { useSyncExternalStore } from 'react';
import type { CajaAperturaData } from '../generated/operations.ts';
import type { SenderSnapshot } from './attempt-sender.ts';
import { type Cart, emptyCart } from './cart.ts';
import type { CatalogueState } from './catalogue-sync.ts';
import type { ConnectionState } from './connection.ts';
import { isInHand } from './sale-attempt.ts';
import type { TillAttempt } from './sale-request.ts';
import type { Quote } from './till-gateway.ts';
import type { HeldCart } from './till-records.ts';

export type TillInfo = NonNullable<CajaAperturaData['cajas']>[number];
export type ShopInfo = NonNullable<CajaAperturaData['tienda']>;

export interface TillState {
  cart: Cart;
  held: readonly HeldCart[];
  sender: SenderSnapshot;
  connection: ConnectionState;
  catalogue: CatalogueState;
  /** Grows whenever a product or its stock changes. */
  catalogueRevision: number;
  /** The tills of the shop; null until they were read. */
  tills: readonly TillInfo[] | null;
  /** The shop's own data; null while they are not set or not read. */
  shop: ShopInfo | null;
  tillId: string | null;
  /** The seller that an administrator sells for; null when the account has its own, or none yet. */
  chosenSeller: { id: string; name: string } | null;
  /** The quote of a cart; it holds for that very cart only. */
  quote: { cart: Cart; quote: Quote } | null;
  /** Units sold at this till by product, for the tiles of an empty cart. */
  unitsByProduct: Readonly<Record<string, number>>;
  /** The sale whose change is being given, or whose ticket is being printed again. */
  shown: { key: string; isCopy: boolean } | null;
  /** The attempt whose refusal is being read. */
  refusedKey: string | null;
  /** The line that a scan has just touched, and how often one was touched. */
  touched: { lineId: string; count: number } | null;
  /** Something could not be written on this device. */
  hasStoreError: boolean;
}

/** A value that tells when it changes. */
export interface Observable<Value> {
  get(): Value;
  set(change: Partial<Value>): void;
  subscribe(listener: () => void): () => void;
}

export function createObservable<Value>(first: Value): Observable<Value> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(change) {
      value = { ...value, ...change };
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The till before anything was read. */
export function firstState(): TillState {
  return {
    cart: emptyCart(crypto.randomUUID(), null),
    held: [],
    sender: { attempts: [], nextAtByKey: new Map(), unreadable: 0 },
    connection: { isOnline: true, since: null },
    catalogue: { kind: 'LOADING', at: null },
    catalogueRevision: 0,
    tills: null,
    shop: null,
    tillId: null,
    chosenSeller: null,
    quote: null,
    unitsByProduct: {},
    shown: null,
    refusedKey: null,
    touched: null,
    hasStoreError: false,
  };
}

/** The attempt that locks the cart; null when there is none. */
export function attemptInHand({ sender }: Pick<TillState, 'sender'>): TillAttempt | null {
  return sender.attempts.find(isInHand) ?? null;
}

/** The attempts that wait for somebody: left pending, or over and not seen yet. */
export function waitingAttempts({ sender, shown, refusedKey }: TillState): TillAttempt[] {
  return sender.attempts.filter(
    ({ key, state, isUnattended }) =>
      key !== shown?.key && key !== refusedKey && (state === 'PENDIENTE' || isUnattended),
  );
}

/** The last sale of this till; null when there is none to remember. */
export function lastSold({ sender }: Pick<TillState, 'sender'>): TillAttempt | null {
  return sender.attempts.reduce<TillAttempt | null>((last, attempt) => {
    if (attempt.state !== 'VENDIDA') return last;
    return last === null || attempt.lastAt > last.lastAt ? attempt : last;
  }, null);
}

/** The attempt with a key; null when there is none. */
export function attemptOf({ sender }: Pick<TillState, 'sender'>, key: string | null) {
  return sender.attempts.find((attempt) => attempt.key === key) ?? null;
}

/** The till that is chosen; null while it is not known. */
export function chosenTill({ tills, tillId }: TillState): TillInfo | null {
  return tills?.find(({ id }) => id === tillId) ?? null;
}

/** A value that changes, in a component. */
export function useObservable<Value>(observable: Observable<Value>): Value {
  return useSyncExternalStore(observable.subscribe, observable.get);
}
