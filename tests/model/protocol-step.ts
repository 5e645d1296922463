import type { StockSetting } from './inventario-steps.ts';
import type { PromiseName } from './promises.ts';
import type { KeyState } from './sale-state.ts';

/** The subject of an exploration: the amount of everything, and the rules. */
export interface Setting extends StockSetting {
  name: string;
  /** Units in stock at the beginning. */
  units: number;
  maxAttempts: number;
  /** For each key, how many requests its client may send. */
  clients: readonly KeyState['unsent'][];
  /** A request may be refused by a rule that ventas checks itself, such as an inactive seller. */
  hasPartyRules: boolean;
  /** A person may discard the key, once. */
  discards: boolean;
  /** The sweeper may ask about ids that are drawn and not yet written. */
  asksEarly: boolean;
  /** inventario forgets old refusals. */
  purges: boolean;
  /** inventario gets confirms and releases that nobody has decided. */
  hasStrays: boolean;
}

/** One thing that may happen next to one key. */
export interface Step {
  /** The event, without the name of the sale. */
  text: string;
  key: KeyState;
  available: number;
  /** True for what the system does by itself when nothing goes wrong any more. */
  isOrderly: boolean;
  /** A promise that the step itself breaks. */
  broken: PromiseName | null;
}

/** The place where a step begins. */
export interface Situation {
  setting: Setting;
  key: KeyState;
  available: number;
}

/** A step of the system itself. */
export function orderly(situation: Situation, text: string, key: KeyState): Step {
  return { text, key, available: situation.available, isOrderly: true, broken: null };
}

/** A step that a client, a fault or plain luck must bring about. */
export function chance(situation: Situation, text: string, key: KeyState): Step {
  return { ...orderly(situation, text, key), isOrderly: false };
}
