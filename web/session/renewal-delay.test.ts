import { expect, test } from '@jest/globals';
import { renewalDelayMs } from './renewal-delay.ts';

const NOW_MS = Date.parse('2026-11-27T15:00:00Z');
const IN_TEN_MINUTES_MS = NOW_MS + 600_000;

test('a token is renewed when four fifths of its life are over', () => {
  expect(renewalDelayMs(IN_TEN_MINUTES_MS, NOW_MS)).toBe(480_000);
  expect(renewalDelayMs(IN_TEN_MINUTES_MS, NOW_MS + 300_000)).toBe(240_000);
});

test.each([
  ['ahead by an hour', NOW_MS + 3_600_000, 60_000],
  ['behind by an hour', NOW_MS - 3_600_000, 480_000],
  // Timers of browsers take 2^31 ms at most, and fire at once for more.
  ['at the beginning of 1970', 0, 480_000],
])('a device whose clock is %s renews neither without a pause nor never', (_, nowMs, delayMs) => {
  expect(renewalDelayMs(IN_TEN_MINUTES_MS, nowMs)).toBe(delayMs);
});
