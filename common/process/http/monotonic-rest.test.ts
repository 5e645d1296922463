// Goal: a breaker rests as long as it should, whatever happens to the wall clock.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel';
import { monotonicRest } from './monotonic-rest.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test.each([-3_600_000, 0, 3_600_000])(
  'with the clock set by %i ms it rests 2 s, then 4 s',
  async (stepMs) => {
    const breaker = circuitBreaker(handleAll, {
      breaker: new ConsecutiveBreaker(1),
      halfOpenAfter: monotonicRest((attempt) => 2_000 * attempt),
    });
    const fail = () => breaker.execute(() => Promise.reject(new Error('away'))).catch(String);
    await fail();
    jest.setSystemTime(Date.now() + stepMs);
    for (const restMs of [2_000, 4_000]) {
      jest.advanceTimersByTime(restMs - 1);
      await expect(breaker.execute(async () => 'called')).rejects.toBeInstanceOf(
        BrokenCircuitError,
      );
      jest.advanceTimersByTime(1);
      expect(await fail()).toContain('away');
    }
  },
);
