import type { Setting } from './protocol-step.ts';
import { INTACT } from './rules.ts';

const PLAIN: Setting = {
  name: '',
  rules: INTACT,
  keys: 1,
  units: 1,
  unitsPerSale: 1,
  maxAttempts: 2,
  requests: { own: 2, other: 0 },
  hasPartyRules: false,
  asksEarly: false,
  purges: false,
  hasStrays: false,
};

export const ONE: Setting = {
  ...PLAIN,
  name: 'one',
  maxAttempts: 3,
  requests: { own: 3, other: 1 },
  hasPartyRules: true,
  asksEarly: true,
  purges: true,
};
export const TWO: Setting = { ...PLAIN, name: 'two', keys: 2, requests: { own: 2, other: 0 } };
export const THREE: Setting = {
  ...PLAIN,
  name: 'three',
  keys: 3,
  units: 2,
  maxAttempts: 1,
  requests: { own: 1, other: 0 },
};
