import { expect, test } from '@jest/globals';
import {
  addDays,
  amount,
  count,
  counted,
  countedList,
  dayAndTime,
  initials,
  isoDay,
  longDay,
  shortDay,
  soles,
} from './format.ts';

test('amounts have two decimals, thousands and a true minus', () => {
  expect(amount(123_450)).toBe('1,234.50');
  expect(amount(-5)).toBe('−0.05');
  expect(soles('1234567.8')).toBe('S/ 1,234,567.80');
  expect(count(-12_000)).toBe('−12,000');
  expect(counted(1, 'venta', 'ventas')).toBe('1 venta');
});

test('an instant is of the day that it is in Lima', () => {
  expect(isoDay('2026-11-28T04:59:59Z')).toBe('2026-11-27');
  expect(isoDay('2026-11-28T05:00:00Z')).toBe('2026-11-28');
  expect(dayAndTime('2026-11-28T04:05:00Z')).toBe('27/11/2026 23:05');
});

test('days are counted over the ends of months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2026-03-01', -7)).toBe('2026-02-22');
});

test('a day is written as people say it', () => {
  expect(shortDay('2026-11-27')).toBe('27/11/2026');
  expect(longDay('2026-11-27')).toBe('Viernes, 27 de noviembre');
  expect(initials('Rosa Quispe Mamani')).toBe('RQ');
});

test('a list that the gateway no longer counts is told as such', () => {
  expect(countedList(9_999, 'venta', 'ventas')).toBe('9,999 ventas');
  expect(countedList(10_000, 'venta', 'ventas')).toBe('10,000 ventas o más');
});
