import { createKeySpace, initialKeys, type KeySpace, type NumberedStep } from './key-space.ts';
import type { PromiseName } from './promises.ts';
import type { Setting } from './protocol-step.ts';
import { type KeyMove, tellWay } from './trace.ts';

/** The findings of an exploration. */
export interface Exploration {
  states: number;
  steps: number;
  /** The nearest state that breaks a promise, with the shortest way to it; null: there is none. */
  breach: { promise: PromiseName; trace: readonly string[] } | null;
}

/** A state of the whole system: a state per key in ascending order, and the units available. */
interface SystemState {
  keys: readonly number[];
  available: number;
}

interface Move {
  step: NumberedStep;
  /** The owner of the step: a place in the state before. */
  place: number;
}

/**
 * Visits every state that the protocol can reach, nearest first, and checks every promise in each;
 * then checks that from each of them an orderly run can end with everything settled.
 */
export function explore(setting: Setting): Exploration {
  const space = createKeySpace(setting);
  const pack = createPacking(setting);
  const initial = {
    keys: initialKeys(setting)
      .map(space.numberOf)
      .sort((left, right) => left - right),
    available: setting.units,
  };
  const found = [pack.write(initial)];
  const placeByState = new Map([[found[0], 0]]);
  const parents = [-1];
  let steps = 0;

  for (let place = 0; place < found.length; place++) {
    const state = pack.read(found[place] ?? 0);
    for (const move of movesFrom(space, state)) {
      steps += 1;
      const next = pack.writeAfter(state, move);
      if (move.step.broken !== null) {
        const way = [...wayTo({ space, pack, found, parents }, place), keyMove(state, move)];
        const trace = tellWay(setting, space, way);
        return { states: found.length, steps, breach: { promise: move.step.broken, trace } };
      }
      if (placeByState.has(next)) continue;
      placeByState.set(next, found.length);
      found.push(next);
      parents.push(place);
    }
  }
  const visited = { space, pack, found, parents };
  const stuck = setting.hasStrays ? null : findStuck(visited, placeByState);
  if (stuck === null) return { states: found.length, steps, breach: null };
  const trace = tellWay(setting, space, wayTo(visited, stuck));
  return { states: found.length, steps, breach: { promise: 'settles', trace } };
}

/** Every step of every key; keys in the same state have the same steps. */
function movesFrom(space: KeySpace, { keys, available }: SystemState): Move[] {
  return keys.flatMap((key, place) => {
    if (place > 0 && keys[place - 1] === key) return [];
    return space.stepsOf(key, available).map((step) => ({ step, place }));
  });
}

interface Packing {
  write(state: SystemState): number;
  /** The state after a move. */
  writeAfter(state: SystemState, move: Move): number;
  read(packed: number): SystemState;
}

/** A state as one number, so that millions of them fit into memory. */
function createPacking({ clients, units }: Setting): Packing {
  const base = Math.floor((Number.MAX_SAFE_INTEGER / (units + 1)) ** (1 / clients.length));
  const append = (sum: number, key: number) => {
    if (key >= base) throw new Error('Too many states of one key');
    return sum * base + key;
  };
  return {
    write: ({ keys, available }) => keys.reduce(append, 0) * (units + 1) + available,
    // Called for every step of every state, so it makes no array and sorts by putting in place.
    writeAfter({ keys }, { step, place }) {
      let sum = 0;
      let isPlaced = false;
      for (let index = 0; index < keys.length; index++) {
        const key = keys[index] ?? 0;
        if (index === place) continue;
        if (!isPlaced && step.next <= key) {
          sum = append(sum, step.next);
          isPlaced = true;
        }
        sum = append(sum, key);
      }
      return (isPlaced ? sum : append(sum, step.next)) * (units + 1) + step.available;
    },
    read(packed) {
      let rest = Math.floor(packed / (units + 1));
      const digits = clients.map(() => {
        const digit = rest % base;
        rest = Math.floor(rest / base);
        return digit;
      });
      return { keys: digits.reverse(), available: packed % (units + 1) };
    },
  };
}

interface Visited {
  space: KeySpace;
  pack: Packing;
  /** Packed states, nearest first. */
  found: readonly number[];
  /** The place of the state from which each was found. */
  parents: readonly number[];
}

/**
 * Goes backwards from the settled states along orderly steps until nothing is added. Orderly steps
 * mostly lead to states that were found later, so a pass from the end adds nearly all at once.
 * @returns the place of the nearest state from which none is reached, or null
 */
function findStuck(
  { space, pack, found }: Visited,
  placeByState: ReadonlyMap<number | undefined, number>,
): number | null {
  const canSettle = new Uint8Array(found.length);
  for (let added = 1; added > 0; ) {
    added = 0;
    for (let place = found.length - 1; place >= 0; place--) {
      if (canSettle[place]) continue;
      const state = pack.read(found[place] ?? 0);
      const leads = (move: Move) =>
        move.step.isOrderly &&
        canSettle[placeByState.get(pack.writeAfter(state, move)) ?? -1] === 1;
      const isSettled = state.keys.every((key) => space.isSettled(key));
      if (!isSettled && !movesFrom(space, state).some(leads)) continue;
      canSettle[place] = 1;
      added += 1;
    }
  }
  const stuck = canSettle.indexOf(0);
  return stuck === -1 ? null : stuck;
}

/** The shortest way to a state, as moves of single keys. */
function wayTo({ space, pack, found, parents }: Visited, place: number): KeyMove[] {
  const way: KeyMove[] = [];
  let at = place;
  for (let parent = parents[at] ?? -1; parent >= 0; parent = parents[at] ?? -1) {
    const before = pack.read(found[parent] ?? 0);
    const move = movesFrom(space, before).find(
      (candidate) => pack.writeAfter(before, candidate) === found[at],
    );
    if (!move) throw new Error('A state was found without a way to it');
    way.unshift(keyMove(before, move));
    at = parent;
  }
  return way;
}

function keyMove({ keys }: SystemState, { place, step }: Move): KeyMove {
  return { from: keys[place] ?? 0, to: step.next, broken: step.broken };
}
