import { backgroundSteps } from './background-steps.ts';
import { discardSteps } from './discard-steps.ts';
import { brokenBy, brokenByStrays, type PromiseName } from './promises.ts';
import type { Setting, Situation, Step } from './protocol-step.ts';
import { requestSteps } from './request-steps.ts';
import { canonicalText, isSettled, type KeyState, unitsHeld } from './sale-state.ts';
import { sendingSteps } from './sending-steps.ts';

/** A step between two states of one key, by their numbers. */
export interface NumberedStep {
  next: number;
  available: number;
  isOrderly: boolean;
  broken: PromiseName | null;
}

/**
 * The states of one key, numbered as they are found, and what may happen in each. Keys meet only at
 * the stock, so the steps of a key depend on nothing but its own state and the units available:
 * each is worked out once, however many states of the whole system it is part of.
 */
export interface KeySpace {
  numberOf(key: KeyState): number;
  stepsOf(key: number, available: number): readonly NumberedStep[];
  isSettled(key: number): boolean;
}

export function createKeySpace(setting: Setting): KeySpace {
  const numberByText = new Map<string, number>();
  const keys: KeyState[] = [];
  const settled: boolean[] = [];
  const steps: (readonly NumberedStep[] | undefined)[] = [];

  const numberOf = (key: KeyState): number => {
    const text = canonicalText(key);
    const known = numberByText.get(text);
    if (known !== undefined) return known;
    numberByText.set(text, keys.length);
    settled.push(isSettled(key));
    return keys.push(key) - 1;
  };

  const work = (number: number, available: number): readonly NumberedStep[] => {
    const key = keys[number];
    if (!key) throw new Error(`There is no state ${number}`);
    return stepsFrom({ setting, key, available }).map((step) => ({
      next: numberOf(step.key),
      available: step.available,
      isOrderly: step.isOrderly,
      broken:
        brokenStock(setting, { key, available }, step) ??
        (setting.hasStrays ? brokenByStrays(step.key) : (step.broken ?? brokenBy(key, step.key))),
    }));
  };

  return {
    numberOf,
    stepsOf(key, available) {
      const place = key * (setting.units + 1) + available;
      steps[place] ??= work(key, available);
      return steps[place];
    },
    isSettled: (key) => settled[key] === true,
  };
}

/** The keys before anything was sent. */
export function initialKeys({ clients, discards: mayDiscard }: Setting): KeyState[] {
  const wasToldReused = { own: false, other: false };
  const none = { attempts: [], requests: [], wasToldReused, wasToldDiscarded: false };
  return clients.map((unsent) => ({ ...none, unsent, mayDiscard }));
}

/** Everything that may happen next to one key. */
export function stepsFrom(situation: Situation): Step[] {
  const { attempts, requests } = situation.key;
  return [
    ...sendingSteps(situation),
    ...discardSteps(situation),
    ...requests.flatMap((request) => requestSteps(situation, request)),
    ...attempts.flatMap((_, index) => backgroundSteps(situation, index + 1)),
  ];
}

interface Stocked {
  key: KeyState;
  available: number;
}

function brokenStock(
  { unitsPerSale, units }: Setting,
  before: Stocked,
  after: Stocked,
): PromiseName | null {
  if (after.available < 0) return 'I1';
  const taken = unitsHeld(after.key, unitsPerSale) - unitsHeld(before.key, unitsPerSale);
  const isExact = after.available === before.available - taken && after.available <= units;
  return isExact ? null : 'I2';
}
