// Goal: a documented sale has one document, numbers have neither hole nor double, each return of it
// has its note, and nothing waits for ever.
// Method: every state of one sale of four units with its two series is visited; then each rule is
// taken away in turn, to see that the model notices.
import { expect, test } from '@jest/globals';

interface Rules {
  /** The document, the next number and the end of its waiting are one transaction. */
  numbersInOneStep: boolean;
  /** A note waits until the document that it corrects is issued. */
  noteWaits: boolean;
  /** A void takes a document that still waits off the queue, and the notes that wait for it. */
  voidTakesNotes: boolean;
  /** A document that is asked for late brings the notes of earlier returns. */
  lateBringsNotes: boolean;
}

const INTACT: Rules = {
  numbersInOneStep: true,
  noteWaits: true,
  voidTakesNotes: true,
  lateBringsNotes: true,
};

interface State {
  document: 'none' | 'waits' | 'issued';
  /** Returns so far, a void among them; each is one unit but a void, which is the rest. */
  returns: number;
  left: number;
  isVoid: boolean;
  notesWaiting: number;
  /** Numbers that were given in the series of notes, and the one that is next. */
  numbers: number[];
  next: number;
  /** A worker that has written a note and neither its next number nor the end of its waiting. */
  isHalf: boolean;
}

const INITIAL: State = {
  ...{ document: 'none', returns: 0, left: 4, isVoid: false },
  ...{ notesWaiting: 0, numbers: [], next: 1, isHalf: false },
};

type Breach = 'number' | 'order' | 'worth' | 'settles';

function breachOf(state: State): Breach | null {
  const { numbers, document, notesWaiting, returns } = state;
  if (numbers.some((number, index) => number !== index + 1)) return 'number';
  if (numbers.length > 0 && document !== 'issued') return 'order';
  const isQuiet = notesWaiting === 0 && !state.isHalf && document !== 'waits';
  if (!isQuiet) return null;
  const wanted = document === 'issued' ? returns : 0;
  return numbers.length !== wanted ? 'worth' : null;
}

function stepsFrom(state: State, rules: Rules): State[] {
  const { document, left, isVoid, returns, notesWaiting, isHalf } = state;
  const steps: State[] = [];
  if (document === 'none' && !isVoid) {
    const notes = rules.lateBringsNotes ? returns : 0;
    steps.push({ ...state, document: 'waits', notesWaiting: notes });
  }
  const note = document === 'none' ? 0 : 1;
  if (left > 0 && !isVoid) {
    const back = { returns: returns + 1, notesWaiting: notesWaiting + note };
    steps.push({ ...state, ...back, left: left - 1 }, voided(state, rules, back));
  }
  if (document === 'waits') steps.push({ ...state, document: 'issued' });
  if (isHalf) {
    // The worker goes on, or has died: then another one finds the note still waiting.
    const ended = { isHalf: false, next: state.next + 1, notesWaiting: notesWaiting - 1 };
    steps.push({ ...state, ...ended }, { ...state, isHalf: false });
  } else if (notesWaiting > 0 && (document === 'issued' || !rules.noteWaits)) {
    const numbers = [...state.numbers, state.next];
    const ended = { next: state.next + 1, notesWaiting: notesWaiting - 1 };
    steps.push(
      rules.numbersInOneStep
        ? { ...state, numbers, ...ended }
        : { ...state, numbers, isHalf: true },
    );
  }
  return steps;
}

function voided(state: State, rules: Rules, back: Pick<State, 'returns' | 'notesWaiting'>): State {
  const after = { ...state, ...back, left: 0, isVoid: true };
  if (state.document !== 'waits') return after;
  const notesWaiting = rules.voidTakesNotes ? 0 : state.notesWaiting;
  return { ...after, document: 'none', notesWaiting };
}

/** The first promise that breaks, nearest state first; null when none does. */
function explore(rules: Rules): { breach: Breach | null; states: number } {
  const places = new Map([[JSON.stringify(INITIAL), 0]]);
  const states = [INITIAL];
  const before: number[][] = [[]];
  for (let place = 0; place < states.length; place++) {
    const breach = breachOf(states[place]!);
    if (breach !== null) return { breach, states: states.length };
    for (const next of stepsFrom(states[place]!, rules)) {
      const text = JSON.stringify(next);
      const at = places.get(text) ?? states.push(next) - 1;
      places.set(text, at);
      before[at] = [...(before[at] ?? []), place];
    }
  }
  const isQuiet = ({ notesWaiting, isHalf, document }: State) =>
    notesWaiting === 0 && !isHalf && document !== 'waits';
  const good = states.flatMap((state, place) => (isQuiet(state) ? place : []));
  const seen = new Set(good);
  for (const place of good) {
    for (const earlier of before[place] ?? []) {
      if (!seen.has(earlier)) good.push(earlier);
      seen.add(earlier);
    }
  }
  return { breach: seen.size < states.length ? 'settles' : null, states: states.length };
}

test('no promise about documents is broken, and nothing waits for ever', () => {
  const { breach, states } = explore(INTACT);
  expect(breach).toBeNull();
  expect(states).toBeGreaterThan(20);
});

const CAUGHT: Record<keyof Rules, Breach> = {
  numbersInOneStep: 'number',
  noteWaits: 'order',
  voidTakesNotes: 'settles',
  lateBringsNotes: 'worth',
};

test.each(Object.entries(CAUGHT))('without the rule %s the promise %s breaks', (rule, promise) => {
  expect(explore({ ...INTACT, [rule]: false }).breach).toBe(promise);
});
