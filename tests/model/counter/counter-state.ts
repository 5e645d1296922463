/** Rules that the counter keeps; a mutant takes one away. */
export interface CounterRules {
  /** A decision shares the drawer's row: one that was closed since the intent takes no money. */
  decisionSharesDrawer: boolean;
  /** A closing locks the drawer: it sums up and closes in one step. */
  closingLocksDrawer: boolean;
  /** A return locks its sale: it reads what is left and writes in one step. */
  returnLocksSale: boolean;
  /** A return looks its key up before it does anything. */
  returnLooksKeyUp: boolean;
  /** The message that puts units back is written with the return. */
  factIsDurable: boolean;
  /** The message is forgotten once it is acknowledged, not when it is sent. */
  factWaitsForAnswer: boolean;
  /** inventario remembers the returns that it has put back. */
  restockRemembersIds: boolean;
  /** A void is refused once nothing is left. */
  voidTakesWhatIsLeft: boolean;
}

export const INTACT: CounterRules = {
  decisionSharesDrawer: true,
  closingLocksDrawer: true,
  returnLocksSale: true,
  returnLooksKeyUp: true,
  factIsDurable: true,
  factWaitsForAnswer: true,
  restockRemembersIds: true,
  voidTakesWhatIsLeft: true,
};

/** Units of the sale, each worth one coin. */
export const UNITS = 2;
/** Requests of people who bring goods back: two with one key, one with another, and a void. */
export const REQUESTS = [
  { key: 'a', units: 1 },
  { key: 'a', units: 1 },
  { key: 'b', units: 1 },
  { key: 'void', units: UNITS },
] as const;

/** A return with its way back into stock. */
export interface ReturnState {
  key: string;
  units: number;
  /** Whether the message still stands in the outbox. */
  isWaiting: boolean;
  /** Copies of the message that are on their way. */
  sent: number;
  /** Acknowledgements that are on their way. */
  answered: number;
  /** Whether inventario remembers it. */
  isKnown: boolean;
  /** The times that it was put back. */
  putBack: number;
}

/** A whole counter: one sale, one drawer, what comes back. */
export interface CounterState {
  sale: 'intended' | 'sold' | 'refused';
  /** The process that sells may die before its decision. */
  isSellerAlive: boolean;
  drawer: 'open' | 'closed';
  /** The cash that went through the drawer while it was open, or after. */
  cash: number;
  /** The sum that a closing has written. */
  expected: number | null;
  /** A closing that has summed up and not closed yet, where nothing locks the drawer. */
  summed: number | null;
  returns: ReturnState[];
  /** The state of each request: null before it came; the units left that it has read; or done. */
  requests: (null | 'done' | { left: number })[];
}

export const INITIAL: CounterState = {
  sale: 'intended',
  isSellerAlive: true,
  drawer: 'open',
  cash: 0,
  expected: null,
  summed: null,
  returns: [],
  requests: REQUESTS.map(() => null),
};

/** The promise that a state breaks, if any. */
export type Breach = 'drawer' | 'returned' | 'once' | 'stock' | 'settles';

export function breachOf(state: CounterState): Breach | null {
  const { returns, expected, cash, sale } = state;
  const units = returns.reduce((sum, one) => sum + one.units, 0);
  if (units > (sale === 'sold' ? UNITS : 0)) return 'returned';
  const keys = returns.map(({ key }) => key);
  if (new Set(keys).size < keys.length) return 'once';
  if (returns.some(({ putBack }) => putBack > 1)) return 'stock';
  return expected !== null && expected !== cash ? 'drawer' : null;
}

/** Whether nothing is under way any more, and everything that came back is in stock. */
export function isSettled({ returns, requests, sale, summed }: CounterState): boolean {
  const isBusy = requests.some((request) => request !== null && request !== 'done');
  return (
    sale !== 'intended' &&
    summed === null &&
    !isBusy &&
    returns.every((one) => one.putBack === 1 && !one.isWaiting)
  );
}
