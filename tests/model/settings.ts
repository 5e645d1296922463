import type { Setting } from './protocol-step.ts';
import { INTACT } from './rules.ts';

const ONE_REQUEST = { own: 1, other: 0 };
const TWO_REQUESTS = { own: 2, other: 0 };

const PLAIN: Setting = {
  name: 'one sale',
  rules: INTACT,
  units: 1,
  unitsPerSale: 1,
  maxAttempts: 1,
  clients: [ONE_REQUEST],
  hasPartyRules: false,
  discards: false,
  asksEarly: false,
  purges: false,
  hasStrays: false,
};

/** One key and everything that can happen to it, on its last unit. */
export const EVERYTHING: Setting = {
  ...PLAIN,
  name: 'one key, 2 attempts, another purchase, every fault',
  maxAttempts: 2,
  clients: [{ own: 2, other: 1 }],
  hasPartyRules: true,
  asksEarly: true,
  purges: true,
};

/** One key that a person may discard at any moment. */
export const DISCARDING: Setting = {
  ...PLAIN,
  name: 'one key, 2 attempts, another purchase, a person discards it',
  maxAttempts: 2,
  clients: [{ own: 2, other: 1 }],
  hasPartyRules: true,
  discards: true,
};

/** Attempts that replace attempts that replace attempts. */
export const REPLACING: Setting = {
  ...PLAIN,
  name: 'one key, 3 attempts',
  maxAttempts: 3,
  clients: [{ own: 3, other: 0 }],
};

/** A retry and a stranger who want the same last unit. */
const RIVALS: Setting = {
  ...PLAIN,
  name: 'two keys, 2 and 1 attempts, 1 unit',
  maxAttempts: 2,
  clients: [TWO_REQUESTS, ONE_REQUEST],
};

export const CROWD: Setting = {
  ...PLAIN,
  name: 'three keys, 1 attempt each, 2 units',
  units: 2,
  clients: [ONE_REQUEST, ONE_REQUEST, ONE_REQUEST],
};

/** inventario alone, against a ventas that may send anything. */
export const STRAYS: Setting = {
  ...PLAIN,
  name: 'inventario alone, confirms and releases that nobody has decided',
  maxAttempts: 2,
  clients: [TWO_REQUESTS],
  hasStrays: true,
};

/** Explored by `npm test`. */
export const SETTINGS: readonly Setting[] = [
  EVERYTHING,
  DISCARDING,
  REPLACING,
  RIVALS,
  CROWD,
  STRAYS,
];

/** Explored by `npm run model` as well. */
export const LARGE_SETTINGS: readonly Setting[] = [
  {
    ...EVERYTHING,
    name: 'one key, 3 attempts, every fault',
    maxAttempts: 3,
    clients: [{ own: 3, other: 0 }],
  },
  {
    ...PLAIN,
    name: 'two keys, 2 attempts each, 1 unit',
    maxAttempts: 2,
    clients: [TWO_REQUESTS, TWO_REQUESTS],
  },
  {
    ...PLAIN,
    name: 'three keys, 2, 1 and 1 attempts, 2 units',
    units: 2,
    maxAttempts: 2,
    clients: [TWO_REQUESTS, ONE_REQUEST, ONE_REQUEST],
  },
];
