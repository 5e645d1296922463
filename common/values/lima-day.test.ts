import { expect, test } from '@jest/globals';
import { daysBetween, endOfLimaDay, limaDayOf, startOfLimaDay } from './lima-day.ts';

test('a moment before five in the morning UTC belongs to the day before', () => {
  expect(limaDayOf(new Date('2026-11-27T04:59:59.999Z'))).toBe('2026-11-26');
  expect(limaDayOf(new Date('2026-11-27T05:00:00.000Z'))).toBe('2026-11-27');
});

test('a day begins and ends where its neighbours end and begin', () => {
  expect(startOfLimaDay('2026-11-27').toISOString()).toBe('2026-11-27T05:00:00.000Z');
  expect(endOfLimaDay('2026-11-26').toISOString()).toBe('2026-11-27T04:59:59.999Z');
  expect(limaDayOf(endOfLimaDay('2026-02-28'))).toBe('2026-02-28');
});

test('the last day that a database holds ends there', () => {
  expect(endOfLimaDay('9999-12-31').toISOString()).toBe('9999-12-31T23:59:59.999Z');
});

test('days are counted with the first and the last one', () => {
  expect(daysBetween('2026-11-27', '2026-11-27')).toBe(1);
  expect(daysBetween('2026-02-27', '2026-03-01')).toBe(3);
  expect(daysBetween('2026-03-01', '2026-02-28')).toBe(0);
});
