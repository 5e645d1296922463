import { isRefusedValue } from '../database/database-trouble.ts';
import { refusedWhenFull } from './refused-when-full.ts';

/**
 * Lets the jobs of a call be answered one by one while any of them has an answer.
 * @throws the error of the jobs when all of them failed: then the service has no answer
 */
export function throwIfAllFailed(outcomes: readonly PromiseSettledResult<unknown>[]): void {
  const failed = outcomes.filter((result) => result.status === 'rejected');
  const [first] = failed;
  if (first && failed.length === outcomes.length) throw refusedWhenFull(first.reason);
}

/** The database has refused a value of this one, and will refuse it each time. */
export function isHopeless(
  outcome: PromiseSettledResult<unknown>,
): outcome is PromiseRejectedResult {
  return outcome.status === 'rejected' && isRefusedValue(outcome.reason);
}
