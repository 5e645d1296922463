// The counter of a lane, and people who repeat what they do until they know what became of it.
import { setTimeout as sleep } from 'node:timers/promises';
import { UNDECIDED_CODES } from '../../common/process/errors/error-codes.ts';
import { type Counter, type CounterAnswer, codesOf, openCounter } from '../support/counter.ts';
import type { Lane } from './lane.ts';

const counters = new WeakMap<Lane, Promise<Counter>>();

/** The one counter of a lane: series of documents are scarce. */
export function counterOf(lane: Lane): Promise<Counter> {
  const known = counters.get(lane) ?? openCounter(lane.graph);
  counters.set(lane, known);
  return known;
}

/** Sends one operation with one key and values; each call is one more try. */
export type Send = () => Promise<CounterAnswer>;

/** A drawer is closed, and may be open again soon. Nothing but a sale is refused so for ever. */
export const DRAWER_CODES: ReadonlySet<string> = new Set([
  'CASH_SESSION_REQUIRED',
  'CASH_SESSION_CLOSED',
]);

const PAUSE_MS = 200;
/** Some rests of the breaker towards inventario, which are long while it dies again and again. */
const GIVES_UP_AFTER_MS = 90_000;

/**
 * Repeats an operation until its outcome is known.
 * @param undecided more codes after which it is tried again
 * @throws Error when it stays unknown
 */
export async function untilFinal(
  send: Send,
  undecided: ReadonlySet<string> = UNDECIDED_CODES,
): Promise<CounterAnswer> {
  const giveUpAtMs = performance.now() + GIVES_UP_AFTER_MS;
  for (;;) {
    const answer = await send();
    const { refusals, userErrors } = answer;
    const isOpen = ({ code }: { code: string }) => undecided.has(code) || UNDECIDED_CODES.has(code);
    if (refusals.length === 0 && !userErrors.some(isOpen)) return answer;
    if (performance.now() > giveUpAtMs) {
      throw new Error(`repeats do not cure it: ${codesOf(answer).join(', ')}`);
    }
    await sleep(PAUSE_MS);
  }
}

/** The same for an operation that must succeed. */
export async function untilDone(send: Send): Promise<CounterAnswer> {
  const answer = await untilFinal(send);
  const codes = codesOf(answer);
  if (codes.length > 0) throw new Error(`it was refused: ${codes.join(', ')}`);
  return answer;
}
