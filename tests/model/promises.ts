import { type AttemptState, isHolding, type KeyState } from './sale-state.ts';

/** The promises of every state, in the words of a report. */
export const PROMISES = {
  I1: 'available stock is never negative',
  I2: 'stock is exactly what the holds leave of it',
  I3: 'a committed attempt has its hold',
  I4: 'a confirmed reservation belongs to a committed attempt',
  I5: 'a released reservation never holds again',
  I6: 'a key is sold at most once',
  I8: 'no message is parked',
  final: 'what was decided stays decided',
  sold: 'who is told "sold" has bought exactly that',
  refused: 'who is finally refused is never sold to under that key',
  discarded: 'under a key that was discarded nothing is ever sold',
  retry: 'no sale is refused for the stock that its own earlier attempt holds',
  confirmed: 'what is confirmed stays confirmed',
  settles: 'everything can settle without another request or fault',
} as const;

export type PromiseName = keyof typeof PROMISES;

/** @returns the first promise that a change of a key breaks, or null */
export function brokenBy(before: KeyState, key: KeyState): PromiseName | null {
  const { attempts } = key;
  const isChanged = ({ decision }: AttemptState, index: number) =>
    decision !== 'OPEN' && decision !== attempts[index]?.decision;
  if (before.attempts.some(isChanged)) return 'final';
  const committed = attempts.filter(({ decision }) => decision === 'COMMITTED');
  if (!committed.every(isHolding)) return 'I3';
  if (attempts.some((a) => a.reservation === 'CONFIRMED' && a.decision !== 'COMMITTED')) {
    return 'I4';
  }
  if (attempts.some((a) => a.wasReleased && isHolding(a))) return 'I5';
  if (committed.length > 1) return 'I6';
  if (attempts.some(({ outbox }) => outbox === 'dead')) return 'I8';
  if (key.wasToldDiscarded && committed.length > 0) return 'discarded';
  const mayHaveBeenRefused = attempts.some(({ reason }) => reason === 'Rule');
  const wasRefused = committed.some(({ purchase }) => purchase && key.wasToldReused[purchase]);
  return wasRefused || (mayHaveBeenRefused && committed.length > 0) ? 'refused' : null;
}

/**
 * The promises that inventario keeps even to a caller who sends any confirm and any release at any
 * time.
 * @returns the first promise that the state of a key breaks, or null
 */
export function brokenByStrays({ attempts }: KeyState): PromiseName | null {
  if (attempts.some((a) => a.wasReleased && isHolding(a))) return 'I5';
  const isSold = (a: (typeof attempts)[number]) => a.reservation === 'CONFIRMED';
  return attempts.some((a) => a.wasConfirmed && !isSold(a)) ? 'confirmed' : null;
}
