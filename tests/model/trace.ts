import { initialKeys, type KeySpace, stepsFrom } from './key-space.ts';
import type { PromiseName } from './promises.ts';
import type { Setting } from './protocol-step.ts';

/** One step of one key, by the numbers of its states. */
export interface KeyMove {
  from: number;
  to: number;
  /** The promise that the step breaks: tells it from harmless steps to the same state. */
  broken: PromiseName | null;
}

/**
 * Tells a way as it happened. States are stored without regard to which sale and which process is
 * which, so the way is gone once more with sales and processes that keep their names.
 */
export function tellWay(setting: Setting, space: KeySpace, way: readonly KeyMove[]): string[] {
  const sales = initialKeys(setting);
  let available = setting.units;
  return way.map(({ from, to, broken }) => {
    const sale = sales.findIndex((known) => space.numberOf(known) === from);
    const key = sales[sale];
    if (!key) throw new Error('The way does not begin where it should');
    const candidates = stepsFrom({ setting, key, available });
    const alike = candidates.filter((step) => space.numberOf(step.key) === to);
    const next = alike.find((step) => step.broken === broken) ?? alike[0];
    if (!next) throw new Error('The way has a step that is not there');
    sales[sale] = next.key;
    available = next.available;
    return `sale ${sale + 1}, ${next.text} [${available} available]`;
  });
}
