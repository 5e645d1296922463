import { expect, test } from '@jest/globals';
import { percentText, readPercent } from './percent.ts';

test.each([
  ['18', 1800],
  ['18.5', 1850],
  ['10,25 %', 1025],
  ['100', 10_000],
  ['0', 0],
])('%s is read as %i basis points', (typed, basisPoints) => {
  expect(readPercent(typed)).toBe(basisPoints);
});

test.each(['', 'x', '100.01', '18.555', '-1'])('%s is no percentage', (typed) => {
  expect(readPercent(typed)).toBeNull();
});

test('basis points are written without needless zeros', () => {
  expect([1800, 1050, 1025].map(percentText)).toEqual(['18 %', '10.5 %', '10.25 %']);
});
