import { expect, test } from '@jest/globals';
import { csvOf } from './csv.ts';

test('cells with commas, quotes and line breaks are quoted', () => {
  expect(csvOf([['a,b', 'di "sí"', 'dos\nlíneas', 'c']])).toBe(
    '\uFEFF"a,b","di ""sí""","dos\nlíneas",c\r\n',
  );
});

test('a text that a spreadsheet would run becomes plain text', () => {
  expect(csvOf([['=1+1', '@x', '+51 987', '-a', '\tb']])).toBe(
    "\uFEFF'=1+1,'@x,'+51 987,'-a,'\tb\r\n",
  );
});

test('an amount below zero stays a number', () => {
  expect(csvOf([['-51.00', '12']])).toBe('\uFEFF-51.00,12\r\n');
});
