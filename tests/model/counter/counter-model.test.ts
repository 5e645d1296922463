// Goal: whatever dies, is lost or comes twice, a drawer is exact, no more comes back than was sold,
// and what came back is in stock once.
// Method: every state that a small counter can reach is visited; then each rule is taken away in
// turn, to see that the model notices: a model that cannot fail proves nothing.
import { expect, test } from '@jest/globals';
import {
  type Breach,
  breachOf,
  type CounterRules,
  type CounterState,
  INITIAL,
  INTACT,
  isSettled,
} from './counter-state.ts';
import { stepsFrom } from './counter-steps.ts';

interface Exploration {
  states: number;
  breach: Breach | null;
  trace: string[];
}

function explore(rules: CounterRules): Exploration {
  const places = new Map<string, number>();
  const found: { state: CounterState; parent: number; step: string }[] = [];
  const add = (state: CounterState, parent: number, step: string) => {
    const text = JSON.stringify(state);
    if (places.has(text)) return;
    places.set(text, found.length);
    found.push({ state, parent, step });
  };
  const traceTo = (place: number): string[] => {
    const one = found[place];
    return one && one.parent >= 0 ? [...traceTo(one.parent), one.step] : [];
  };
  const backwards: number[][] = [];
  add(INITIAL, -1, '');
  for (let place = 0; place < found.length; place++) {
    const { state } = found[place]!;
    const breach = breachOf(state);
    if (breach !== null) return { states: found.length, breach, trace: traceTo(place) };
    for (const [step, next] of stepsFrom(state, rules)) {
      add(next, place, step);
      const at = places.get(JSON.stringify(next))!;
      backwards[at] = [...(backwards[at] ?? []), place];
    }
  }
  const stuck = findStuck(
    found.map(({ state }) => state),
    backwards,
  );
  if (stuck === null) return { states: found.length, breach: null, trace: [] };
  return { states: found.length, breach: 'settles', trace: traceTo(stuck) };
}

/** The nearest state from which no run can end with everything settled. */
function findStuck(states: readonly CounterState[], backwards: readonly number[][]) {
  const good = new Set<number>();
  const queue = states.flatMap((state, place) => (isSettled(state) ? place : []));
  for (const place of queue) {
    if (good.has(place)) continue;
    good.add(place);
    queue.push(...(backwards[place] ?? []));
  }
  const stuck = states.findIndex((_, place) => !good.has(place));
  return stuck < 0 ? null : stuck;
}

test('no promise of the counter is broken, and everything can settle', () => {
  const { breach, trace, states } = explore(INTACT);
  expect({ breach, trace }).toEqual({ breach: null, trace: [] });
  expect(states).toBeGreaterThan(1_000);
});

const CAUGHT: Record<keyof CounterRules, Breach> = {
  decisionSharesDrawer: 'drawer',
  closingLocksDrawer: 'drawer',
  returnLocksSale: 'returned',
  returnLooksKeyUp: 'once',
  factIsDurable: 'settles',
  factWaitsForAnswer: 'settles',
  restockRemembersIds: 'stock',
  voidTakesWhatIsLeft: 'returned',
};

test.each(Object.entries(CAUGHT))('without the rule %s the promise %s breaks', (rule, promise) => {
  const { breach, trace } = explore({ ...INTACT, [rule]: false });
  expect(breach).toBe(promise);
  expect(trace.length).toBeGreaterThan(0);
  expect(trace.length).toBeLessThanOrEqual(8);
});
