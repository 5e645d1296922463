import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainLine, plainOrder, pricedOrder } from '../../../tests/support/plain-order.ts';
import { priceSale } from './price-sale.ts';

const HELD = [
  { productId: '1', sku: 'A', name: 'Uno', unitPriceCentimos: 1_999 },
  { productId: '2', sku: 'B', name: 'Dos', unitPriceCentimos: 35 },
];

test('lines keep the order and the repetitions that the customer gave', () => {
  const lines = ['2', '1', '2'].map((productId, index) => {
    return plainLine(productId, index + 1);
  });
  const sale = pricedOrder(plainOrder(lines), HELD);
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
    discount: fc.constant(null),
  });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (lines) => {
      const sale = pricedOrder(plainOrder(lines), HELD);
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
  const [line] = pricedOrder(
    plainOrder([plainLine('1', 1)]),
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
  expect(() => pricedOrder(plainOrder([plainLine('3', 1)]), HELD)).toThrow('was not held');
});

test('a discount on a line comes off first, the sale shares its own among what is left', () => {
  const held = ['9990', '4990', '1000'].map((price, index) => {
    const productId = String(index + 1);
    return { productId, sku: productId, name: productId, unitPriceCentimos: Number(price) };
  });
  const tenPercent = { kind: 'Percent', basisPoints: 1_000 } as const;
  const lines = [
    plainLine('1', 1),
    { ...plainLine('2', 2), discount: tenPercent },
    plainLine('3', 1),
  ];
  const discount = { kind: 'Amount', centimos: 1_000 } as const;
  const sale = pricedOrder(plainOrder(lines, { discount }), held);
  const columns = sale.lines.map((line) => [
    line.totalCentimos,
    line.discountCentimos,
    line.baseCentimos,
    line.taxCentimos,
  ]);
  expect(columns).toEqual([
    [9_490, 500, 8_042, 1_448],
    [8_532, 1_448, 7_231, 1_301],
    [950, 50, 805, 145],
  ]);
  expect(sale).toMatchObject({
    totalCentimos: 18_972,
    subtotalCentimos: 16_078,
    taxCentimos: 2_894,
    discountCentimos: 1_998,
  });
});

test('half of an amount is rounded in favour of the buyer', () => {
  const held = [{ productId: '1', sku: 'A', name: 'A', unitPriceCentimos: 88_311 }];
  const discount = { kind: 'Percent', basisPoints: 5_000 } as const;
  const { lines } = pricedOrder(plainOrder([{ ...plainLine('1', 1), discount }]), held);
  expect(lines).toMatchObject([
    { discountCentimos: 44_156, totalCentimos: 44_155, baseCentimos: 37_419, taxCentimos: 6_736 },
  ]);
});

test('a discount that is more than there is names its place', () => {
  const excessive = { kind: 'Amount', centimos: 2_000 } as const;
  const line = { ...plainLine('1', 1), discount: excessive };
  expect(priceSale(plainOrder([line]), HELD, 1_800)).toEqual({
    kind: 'ExcessiveDiscount',
    paths: [['items', '0', 'discount']],
  });
  const whole = plainOrder([plainLine('1', 1)], { discount: excessive });
  expect(priceSale(whole, HELD, 1_800)).toEqual({
    kind: 'ExcessiveDiscount',
    paths: [['discount']],
  });
});
