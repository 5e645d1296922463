import { expect, test } from '@jest/globals';
import { comparableSums, nowKeys } from './comparison.ts';

const row = (key: string, total: string) => ({ key, total, salesCount: 1, units: 1 });

test('the hour and the day are those of Lima', () => {
  expect(nowKeys(Date.parse('2026-11-28T03:30:00.000Z'))).toEqual({
    hour: '2026-11-27T22',
    day: '2026-11-27',
  });
});

test('today is compared up to the hour that runs', () => {
  const sums = comparableSums(
    { from: '2026-11-27', to: '2026-11-27' },
    [row('2026-11-27T14', '2.00'), row('2026-11-27T15', '50.00')],
    [row('2026-11-20T14', '1.00'), row('2026-11-20T15', '70.00')],
    { hour: '2026-11-27T15', day: '2026-11-27' },
  );
  expect(sums).toMatchObject({ now: { total: 200 }, before: { total: 100 } });
});

test('days are compared up to yesterday, and a period of the past as a whole', () => {
  const open = { hour: '2026-11-27T15', day: '2026-11-27' };
  const now = [row('2026-11-26', '2.00'), row('2026-11-27', '50.00')];
  const before = [row('2026-11-19', '1.00'), row('2026-11-20', '70.00')];
  const period = { from: '2026-11-26', to: '2026-11-27' };
  expect(comparableSums(period, now, before, open)).toMatchObject({
    now: { total: 200 },
    before: { total: 100 },
  });
  const later = { hour: '2026-12-01T00', day: '2026-12-01' };
  expect(comparableSums(period, now, before, later)).toMatchObject({
    now: { total: 5200 },
    before: { total: 7100 },
  });
});
