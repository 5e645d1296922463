import { expect, test } from '@jest/globals';
import {
  limaDay,
  printedAmount,
  printedMoment,
  printedRate,
  printedSoles,
} from './printed-values.ts';

test.each([
  [0, '0.00', 'S/ 0.00'],
  [5, '0.05', 'S/ 0.05'],
  [99_999, '999.99', 'S/ 999.99'],
  [100_000, '1,000.00', 'S/ 1,000.00'],
  [129_990, '1,299.90', 'S/ 1,299.90'],
  [123_456_789_012, '1,234,567,890.12', 'S/ 1,234,567,890.12'],
  [-7, '-0.07', '-S/ 0.07'],
  [-100_000, '-1,000.00', '-S/ 1,000.00'],
])('%d céntimos are printed as %s', (centimos, amount, soles) => {
  expect(printedAmount(centimos)).toBe(amount);
  expect(printedSoles(centimos)).toBe(soles);
});

test.each([
  [1_800, '18 %'],
  [1_050, '10.5 %'],
  [0, '0 %'],
])('a rate of %d basis points is %s', (basisPoints, rate) => {
  expect(printedRate(basisPoints)).toBe(rate);
});

test.each([
  ['2026-11-27T19:05:59.999Z', '2026-11-27', '27/11/2026 14:05'],
  ['2026-11-28T04:59:59.999Z', '2026-11-27', '27/11/2026 23:59'],
  ['2026-11-28T05:00:00.000Z', '2026-11-28', '28/11/2026 00:00'],
  ['2027-01-01T03:00:00.000Z', '2026-12-31', '31/12/2026 22:00'],
])('%s is told by the clock of Lima', (moment, day, printed) => {
  expect(limaDay(new Date(moment))).toBe(day);
  expect(printedMoment(new Date(moment))).toBe(printed);
});
