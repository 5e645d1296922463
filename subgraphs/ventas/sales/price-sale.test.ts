import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { priceSale } from './price-sale.ts';

const HELD = [
  { productId: '1', sku: 'A', name: 'Uno', unitPriceCentimos: 1_999 },
  { productId: '2', sku: 'B', name: 'Dos', unitPriceCentimos: 35 },
];

test('lines keep the order and the repetitions that the customer gave', () => {
  const lines = ['2', '1', '2'].map((productId, index) => {
    return { productId, quantity: index + 1, expectedUnitPriceCentimos: null };
  });
  const sale = priceSale(lines, HELD);
  expect(sale.lines.map(({ lineNumber, sku, quantity }) => [lineNumber, sku, quantity])).toEqual([
    [1, 'B', 1],
    [2, 'A', 2],
    [3, 'B', 3],
  ]);
});

test('every amount of a sale is the sum of its lines, and base plus tax is the total', () => {
  const line = fc.record({
    productId: fc.constantFrom('1', '2'),
    quantity: fc.integer({ min: 1, max: 100_000 }),
    expectedUnitPriceCentimos: fc.constant(null),
  });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (lines) => {
      const sale = priceSale(lines, HELD);
      const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
      expect(sale.totalCentimos).toBe(sum(sale.lines.map((each) => each.totalCentimos)));
      expect(sale.subtotalCentimos + sale.taxCentimos).toBe(sale.totalCentimos);
      for (const { quantity, unitPriceCentimos, totalCentimos } of sale.lines) {
        expect(totalCentimos).toBe(quantity * unitPriceCentimos);
      }
    }),
  );
});

test('a line is split at the rate that it stores', () => {
  const [line] = priceSale(
    [{ productId: '1', quantity: 1, expectedUnitPriceCentimos: null }],
    [{ productId: '1', sku: 'A', name: 'Uno', unitPriceCentimos: 11_600 }],
    1_600,
  ).lines;
  expect(line).toMatchObject({
    taxRateBasisPoints: 1_600,
    baseCentimos: 10_000,
    taxCentimos: 1_600,
  });
});

test('a product that was not held is a bug, not a sale', () => {
  const lines = [{ productId: '3', quantity: 1, expectedUnitPriceCentimos: null }];
  expect(() => priceSale(lines, HELD)).toThrow('was not held');
});
