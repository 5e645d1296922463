import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_PRICE_CENTIMOS, MAX_QUANTITY } from '../../../common/values/money.ts';
import { IGV_BASIS_POINTS } from '../../../tests/support/plain-order.ts';
import { splitTax } from './tax.ts';

const lineTotal = fc.integer({ min: 0, max: MAX_PRICE_CENTIMOS * MAX_QUANTITY });
const rate = fc.integer({ min: 0, max: 10_000 });

test('at any rate, base and tax are never negative and always add up to the total', () => {
  fc.assert(
    fc.property(lineTotal, rate, (totalCentimos, rateBasisPoints) => {
      const { baseCentimos, taxCentimos } = splitTax(totalCentimos, rateBasisPoints);
      expect(baseCentimos + taxCentimos).toBe(totalCentimos);
      expect(Math.min(baseCentimos, taxCentimos)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('the base is the total ÷ (1 + rate), rounded half up, at any rate up to the largest line', () => {
  fc.assert(
    fc.property(lineTotal, rate, (totalCentimos, rateBasisPoints) => {
      const divisor = 10_000n + BigInt(rateBasisPoints);
      const rounded = (20_000n * BigInt(totalCentimos) + divisor) / (2n * divisor);
      expect(BigInt(splitTax(totalCentimos, rateBasisPoints).baseCentimos)).toBe(rounded);
    }),
  );
});

test('the rate of today is 18 %', () => {
  expect(IGV_BASIS_POINTS).toBe(1_800);
});

test.each([
  [118, 1_800, 100, 18],
  [100, 1_800, 85, 15],
  [1, 1_800, 1, 0],
  [0, 1_800, 0, 0],
  [129_990, 1_800, 110_161, 19_829],
  [11_600, 1_600, 10_000, 1_600],
  [11_600, 0, 11_600, 0],
])(
  'of %p céntimos at %p basis points, %p are base and %p are IGV',
  (total, rateOfLine, ...parts) => {
    const [baseCentimos, taxCentimos] = parts;
    expect(splitTax(total, rateOfLine)).toEqual({ baseCentimos, taxCentimos });
  },
);
