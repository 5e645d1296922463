import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Log, LogFields } from '../log/log.ts';
import { watchClock } from './clock-watch.ts';

const told: (readonly [string, LogFields | undefined])[] = [];
const note = (event: string, fields?: LogFields) => void told.push([event, fields]);
const LOG: Log = { debug: note, info: note, warn: note, error: note, with: () => LOG };

beforeEach(() => {
  told.length = 0;
  jest.useFakeTimers();
});
afterEach(() => void jest.useRealTimers());

test.each([-3_600_000, 7_200_000])('a step by %i ms is an alarm, once', (stepMs) => {
  const end = watchClock(LOG);
  jest.advanceTimersByTime(5_000);
  jest.setSystemTime(Date.now() + stepMs);
  jest.advanceTimersByTime(5_000);
  end();
  expect(told).toEqual([['clock.stepped', { stepMs }]]);
});

test('time that passes, and the small steps of every day, are none', () => {
  const end = watchClock(LOG);
  jest.advanceTimersByTime(60_000);
  jest.setSystemTime(Date.now() + 400);
  jest.advanceTimersByTime(60_000);
  end();
  expect(told).toEqual([]);
});
