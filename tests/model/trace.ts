import { initialKey, type KeySpace, stepsFrom } from './key-space.ts';
import type { Setting } from './protocol-step.ts';

/** One step of one key, by the numbers of its states. */
export interface KeyMove {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Tells a way as it happened. States are stored without regard to which sale and which process is
 * which, so the way is gone once more with sales and processes that keep their names.
 */
export function tellWay(setting: Setting, space: KeySpace, way: readonly KeyMove[]): string[] {
  const sales = Array.from({ length: setting.keys }, () => initialKey(setting));
  let available = setting.units;
  return way.map(({ from, to, text }) => {
    const sale = sales.findIndex((key) => space.numberOf(key) === from);
    const key = sales[sale];
    if (!key) throw new Error('The way does not begin where it should');
    const next = stepsFrom({ setting, key, available })
      .filter((step) => space.numberOf(step.key) === to)
      .sort((left, right) => likeness(right.text, text) - likeness(left.text, text))[0];
    if (!next) throw new Error('The way has a step that is not there');
    sales[sale] = next.key;
    available = next.available;
    return `sale ${sale + 1}, ${next.text}  [${available} available]`;
  });
}

/** Two steps may lead to the same state; the one that was taken reads alike but for its process. */
function likeness(text: string, taken: string): number {
  return text.replace(/process \d/, '') === taken.replace(/process \d/, '') ? 1 : 0;
}
