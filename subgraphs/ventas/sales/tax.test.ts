import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_PRICE_CENTIMOS, MAX_QUANTITY } from '../../../common/values/money.ts';
import { splitTax } from './tax.ts';

const lineTotal = fc.integer({ min: 0, max: MAX_PRICE_CENTIMOS * MAX_QUANTITY });

test('base and tax are never negative and always add up to the total', () => {
  fc.assert(
    fc.property(lineTotal, (totalCentimos) => {
      const { baseCentimos, taxCentimos } = splitTax(totalCentimos);
      expect(baseCentimos + taxCentimos).toBe(totalCentimos);
      expect(Math.min(baseCentimos, taxCentimos)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('the base is the total divided by 1.18, rounded half up, up to the largest line', () => {
  fc.assert(
    fc.property(lineTotal, (totalCentimos) => {
      const exact = BigInt(totalCentimos) * 100n;
      const rounded = (exact * 2n + 118n) / 236n;
      expect(BigInt(splitTax(totalCentimos).baseCentimos)).toBe(rounded);
    }),
  );
});

test.each([
  [118, 100, 18],
  [100, 85, 15],
  [1, 1, 0],
  [0, 0, 0],
  [129_990, 110_161, 19_829],
])('of %p céntimos, %p are base and %p are IGV', (total, baseCentimos, taxCentimos) => {
  expect(splitTax(total)).toEqual({ baseCentimos, taxCentimos });
});
