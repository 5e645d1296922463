// Every case of `npm run faults` that is no story.
import { counterCases } from './counter-cases.ts';
import { crashCases } from './crash-cases.ts';
import { type FaultCase, runCase } from './fault-case.ts';
import { linkCases } from './link-cases.ts';
import type { RunnableCase } from './run-cases.ts';

/** The cases of sales, then those of the counter. */
export function allCases(): RunnableCase[] {
  return [...[...crashCases(), ...linkCases()].map(runnable), ...counterCases()];
}

function runnable(fault: FaultCase): RunnableCase {
  return { name: fault.name, run: (lane, seed) => runCase(lane, fault, seed) };
}
