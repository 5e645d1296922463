import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { centimos, decimal, readAmount } from './money.ts';

const AMOUNTS = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 });

test('an amount of the gateway comes back as it was, whatever it is', () => {
  fc.assert(fc.property(AMOUNTS, (amount) => centimos(decimal(amount)) === amount));
});

test.each([
  ['0', '0.00'],
  ['-5', '-0.05'],
  ['123456', '1234.56'],
])('%s céntimos are written %s', (amount, text) => {
  expect(decimal(Number(amount))).toBe(text);
});

test('what is no amount is told, not read as another', () => {
  expect(() => centimos('1e3')).toThrow('No amount');
  expect(() => centimos('')).toThrow('No amount');
});

test.each([
  ['20', 2_000],
  ['20.5', 2_050],
  ['20,5', 2_050],
  ['1,234.50', 123_450],
  ['1,234', 123_400],
  ['S/ 1 234.50', 123_450],
  ['.5', 50],
  ['7.', 700],
  ['0.1', 10],
])('a person who types %s means %s céntimos', (typed, amount) => {
  expect(readAmount(typed)).toBe(amount);
});

test.each(['', 'abc', '1.234,50', '12.345', '1,2,3', '1e3', '--1'])('%s is no amount', (typed) => {
  expect(readAmount(typed)).toBeNull();
});
