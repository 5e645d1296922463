import { expect, test } from '@jest/globals';
import { createBackoff } from './backoff.ts';

test('the wait doubles up to ten seconds', () => {
  const backoff = createBackoff();

  const waits = Array.from({ length: 8 }, () => backoff.nextDelayMs(100));

  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

test('half a minute of life starts the count again', () => {
  const backoff = createBackoff();
  backoff.nextDelayMs(100);
  backoff.nextDelayMs(100);

  expect(backoff.nextDelayMs(30_000)).toBe(250);
});
