import type { StockSetting } from './inventario-steps.ts';
import type { PromiseName } from './promises.ts';
import type { KeyState } from './sale-state.ts';

/** What is explored: how much of everything, and under which rules. */
export interface Setting extends StockSetting {
  readonly name: string;
  /** Units in stock at the beginning. */
  readonly units: number;
  readonly maxAttempts: number;
  /** For each key, how many requests its client may send. */
  readonly clients: readonly KeyState['unsent'][];
  /** A request may be refused by a rule that ventas checks itself, such as an inactive seller. */
  readonly hasPartyRules: boolean;
  /** The sweeper may ask about ids that are drawn and not yet written. */
  readonly asksEarly: boolean;
  /** inventario forgets old refusals. */
  readonly purges: boolean;
  /** inventario gets confirms and releases that nobody has decided. */
  readonly hasStrays: boolean;
}

/** One thing that may happen next to one key. */
export interface Step {
  /** What happens, without the name of the sale. */
  readonly text: string;
  readonly key: KeyState;
  readonly available: number;
  /** True for what the system does by itself when nothing goes wrong any more. */
  readonly isOrderly: boolean;
  /** A promise that the step itself breaks. */
  readonly broken: PromiseName | null;
}

/** Where a step begins. */
export interface Situation {
  readonly setting: Setting;
  readonly key: KeyState;
  readonly available: number;
}

/** A step of the system itself. */
export function orderly(situation: Situation, text: string, key: KeyState): Step {
  return { text, key, available: situation.available, isOrderly: true, broken: null };
}

/** A step that a client, a fault or plain luck must bring about. */
export function chance(situation: Situation, text: string, key: KeyState): Step {
  return { ...orderly(situation, text, key), isOrderly: false };
}
