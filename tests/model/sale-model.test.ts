// Goal: whatever dies, is lost, comes late or comes twice, the sale protocol keeps its promises.
// Method: every state that a small system can reach is visited (docs/model.md). Then each rule is
// taken away in turn, to see that the model notices: a model that cannot fail proves nothing.
import { expect, test } from '@jest/globals';
import { explore } from './explore.ts';
import { MUTANTS } from './mutants.ts';
import { INTACT } from './rules.ts';
import { SETTINGS } from './settings.ts';

const LIMIT_MS = 120_000;

test.each(SETTINGS)(
  'no promise is broken and everything can settle: $name',
  (setting) => {
    const { breach, states } = explore(setting);
    expect(breach).toBeNull();
    expect(states).toBeGreaterThan(1_000);
  },
  LIMIT_MS,
);

test('there is a mutant for every rule', () => {
  expect(MUTANTS.map(({ without }) => without).sort()).toEqual(Object.keys(INTACT).sort());
});

test.each(MUTANTS)('caught within 8 steps: $name', ({ setting, breaks }) => {
  const { breach } = explore(setting);
  expect(breach?.promise).toBe(breaks);
  expect(breach?.trace.length).toBeLessThanOrEqual(8);
});

test('a trace tells what happened, the shortest way, with the stock after each step', () => {
  const { setting } = MUTANTS.find(({ without }) => without === 'leavesTombstones')!;
  expect(explore(setting).breach?.trace).toEqual([
    'sale 1, a client sends the own purchase to process 0: runs as attempt 1 [1 available]',
    'sale 1, process 0 inserts attempt 1 OPEN, sends its reserve [1 available]',
    'sale 1, recovery finds attempt 1 open too long: ABORTED [1 available]',
    'sale 1, RELEASE 1 arrives; the acknowledgement is lost [1 available]',
    'sale 1, process 0 hears from inventario that reserve 1 is Held [0 available]',
  ]);
});
