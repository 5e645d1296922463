import { expect, test } from '@jest/globals';
import { changeOf, daySlots, hourSlots, sumsOf } from './chart-slots.ts';

const OPEN = { hour: '2026-11-27T15', day: '2026-11-27' };
const row = (key: string, total: string) => ({ key, total, salesCount: 1, units: 2 });

test('the hours of a day stand beside those of the week before', () => {
  const now = [row('2026-11-27T08', '10.00'), row('2026-11-27T15', '5.50')];
  const before = [row('2026-11-20T21', '7.00'), row('2026-11-20T15', '9.00')];
  const slots = hourSlots('2026-11-27', now, before, OPEN);
  expect(slots.map(({ label }) => label)).toEqual(
    Array.from({ length: 14 }, (_, at) => String(8 + at)),
  );
  expect(slots.find(({ label }) => label === '15')).toMatchObject({
    now: 550,
    before: 900,
    state: 'OPEN',
  });
  expect(slots.at(0)).toMatchObject({ now: 1000, before: 0, state: 'OVER' });
  expect(slots.at(-1)).toMatchObject({ before: 700, state: 'AHEAD', title: '21 a 22 h' });
});

test('each day of a period stands beside the same day of the week before it', () => {
  const period = { from: '2026-11-26', to: '2026-11-27' };
  const before = [row('2026-11-19', '3.00')];
  expect(daySlots(period, [row('2026-11-27', '1.00')], before, OPEN)).toMatchObject([
    { label: '26', now: 0, before: 300, state: 'OVER' },
    { label: '27', now: 100, before: 0, state: 'OPEN' },
  ]);
});

test('only what is over is summed', () => {
  const rows = [row('2026-11-27T14', '1.00'), row('2026-11-27T15', '9.00')];
  expect(sumsOf(rows, (key) => key < OPEN.hour)).toEqual({ total: 100, salesCount: 1, units: 2 });
});

test('a change is told in percent, and not from nothing', () => {
  expect(changeOf(1137, 1000)).toBe(13.7);
  expect(changeOf(968, 1000)).toBe(-3.2);
  expect(changeOf(5, 0)).toBeNull();
});
