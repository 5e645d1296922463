import { test } from '@jest/globals';

/**
 * `test`, or, where this machine lacks what the tests need, a `test` that skips and says why.
 * @param missing names the missing thing and the tests that need it; null when nothing is missing
 */
export function skipWithMessage(missing: string | null): typeof test | typeof test.skip {
  if (missing === null) return test;
  process.stderr.write(`Skipped: ${missing}\n`);
  return test.skip;
}
