import { expect, test } from '@jest/globals';
import { beforeText, periodBefore, periodError, periodOf, periodText } from './period.ts';

const TODAY = '2026-11-27';

test('today is compared with the same day of last week', () => {
  const today = periodOf('hoy', TODAY);
  expect(periodBefore(today)).toEqual({ from: '2026-11-20', to: '2026-11-20' });
  expect(periodText(today, TODAY)).toBe('Hoy, viernes 27');
  expect(beforeText(today)).toBe('al vie. 20');
});

test('a longer period is compared with the same days of the week, without an overlap', () => {
  expect(periodBefore(periodOf('semana', TODAY))).toEqual({ from: '2026-11-14', to: '2026-11-20' });
  expect(periodBefore(periodOf('mes', TODAY))).toEqual({ from: '2026-10-04', to: '2026-10-30' });
});

test.each([
  [{ from: '', to: TODAY }, 'los dos'],
  [{ from: '2026-11-27', to: '2026-11-26' }, 'después'],
  [{ from: '2026-11-27', to: '2026-11-28' }, 'hoy'],
  [{ from: '2026-10-27', to: '2026-11-27' }, '31'],
])('%j is refused', (period, words) => {
  expect(periodError(period, TODAY)).toContain(words);
});

test('31 days are good', () => {
  expect(periodError({ from: '2026-10-28', to: TODAY }, TODAY)).toBeNull();
});
