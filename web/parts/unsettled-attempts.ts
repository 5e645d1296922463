// An act without an answer outlives its dialog. Somebody who closes it and enters the same again
// means the same act: with a new key the goods would come back, or the cash move, a second time.
import { type KeyedAttempt, newAttempt } from './keyed-attempt.ts';

const attempts = new Map<string, KeyedAttempt>();

/** The gateway says by it that the first content was done: whatever follows is another act. */
const DONE_BEFORE = 'IDEMPOTENCY_KEY_REUSED';

/** The attempt with which a dialog opens. @param place the operation and its subject */
export function attemptAt(place: string, newKey: () => string): KeyedAttempt {
  return attempts.get(place) ?? newAttempt(newKey());
}

/** Keeps an attempt that is being sent. */
export function keepSent(place: string, attempt: KeyedAttempt): void {
  attempts.set(place, { ...attempt, isUnknown: true });
}

/** Forgets an attempt whose outcome is known; one without an outcome stays. */
export function keepAnswered(
  place: string,
  attempt: KeyedAttempt,
  userErrorCodes: readonly string[],
): void {
  if (attempt.isUnknown && !userErrorCodes.includes(DONE_BEFORE)) attempts.set(place, attempt);
  else attempts.delete(place);
}
