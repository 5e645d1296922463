import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatSoles, MAX_LINES, MAX_PRICE_CENTIMOS, MAX_QUANTITY, parseSoles } from './money.ts';

test('reading what was written gives the same céntimos back, for every safe amount', () => {
  const centimos = fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 });
  fc.assert(
    fc.property(centimos, (amount) => {
      expect(parseSoles(formatSoles(amount))).toBe(amount === 0 ? 0 : amount);
    }),
  );
});

test.each([
  ['1299.9', 129990],
  ['0.05', 5],
  ['7', 700],
  [12, 1200],
  ['-3.10', -310],
  ['-0.00', 0],
])('%p soles are %p céntimos', (amount, centimos) => {
  expect(parseSoles(amount)).toBe(centimos);
});

test.each([
  '1.005',
  '1,50',
  '',
  ' 1',
  '1.',
  '.5',
  '1e3',
  '0x10',
  'NaN',
  1.5,
  null,
  '99999999999999',
])('refuses %p, which is not an amount with at most two decimals', (amount) => {
  expect(parseSoles(amount)).toBeNull();
});

test('the largest possible sale stays within exact integers', () => {
  expect(MAX_PRICE_CENTIMOS * MAX_QUANTITY * MAX_LINES).toBeLessThan(Number.MAX_SAFE_INTEGER);
});
