import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { largestDiscount, percentOf, shareByWeight } from './discount.ts';

test.each([
  [88_311, 5_000, 44_156],
  [88_311, 500, 4_416],
  [5, 500, 0],
  [10, 500, 1],
  [9_007_199_254_740_991, 10_000, 9_007_199_254_740_991],
])('of %p céntimos, %p basis points are %p', (centimos, basisPoints, part) => {
  expect(percentOf(centimos, basisPoints)).toBe(part);
});

test('shares sum to the amount, none is more than its weight, and the larger weight gets no less', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 10 ** 12 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (given, part) => {
      const sum = given.reduce((total, weight) => total + weight, 0);
      const amount = Math.floor(sum * part);
      const shares = shareByWeight(amount, given);
      expect(shares.reduce((total, share) => total + share, 0)).toBe(amount);
      for (const [index, share] of shares.entries()) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(given[index]!);
      }
      const [largest, smallest] = [Math.max(...given), Math.min(...given)];
      const at = (weight: number) => shares[given.indexOf(weight)]!;
      expect(at(largest)).toBeGreaterThanOrEqual(at(smallest));
    }),
  );
});

test('of equal remainders the first lines get the céntimos', () => {
  expect(shareByWeight(2, [1, 1, 1])).toEqual([1, 1, 0]);
  expect(shareByWeight(1_000, [9_990, 8_982, 1_000])).toEqual([500, 450, 50]);
});

test('the limit is the percentage of the whole or the sum of that of the lines, whichever is more', () => {
  expect(largestDiscount([88_311], 500)).toBe(4_416);
  expect(largestDiscount([10, 10, 10], 500)).toBe(3);
  expect(largestDiscount([9, 9], 500)).toBe(1);
});
