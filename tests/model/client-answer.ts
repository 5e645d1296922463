import type { PromiseName } from './promises.ts';
import type { KeyState, Purchase } from './sale-state.ts';

/** The answer that a client gets, and the promise that this answer breaks. */
export interface ClientAnswer {
  says: string;
  broken: PromiseName | null;
}

/** The answer that follows from the row of an attempt, to a client who wanted `purchase`. */
export function answerFromRow(key: KeyState, number: number, purchase: Purchase): ClientAnswer {
  const attempt = key.attempts[number - 1];
  if (attempt?.decision === 'COMMITTED') {
    return { says: 'it says "sold"', broken: attempt.purchase === purchase ? null : 'sold' };
  }
  if (attempt?.reason === 'Person') return { says: 'it says "discarded"', broken: null };
  const isFinal = attempt?.reason === 'Rule';
  return { says: isFinal ? 'it says "rejected"' : 'it says "not sold, try again"', broken: null };
}
