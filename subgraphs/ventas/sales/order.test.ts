import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from '../../../common/values/scalars.ts';
import type { Discount } from '../discounts/discount.ts';
import type { RealizarVentaInput } from '../generated/schema-types.ts';
import { PAYMENT_METHODS, type Tender } from '../payments/tender.ts';
import { hashOrder, readOrder } from './order.ts';

const STAFF = { scope: 'staff', isAdmin: false };
const KEY = '6b7e2f0a-7c0e-4b57-9a53-0d4f6c2f1a11';

function input(changes: Partial<RealizarVentaInput> = {}): RealizarVentaInput {
  const items = [{ productId: '1', quantity: 2, expectedUnitPrice: 1_000 }];
  return { idempotencyKey: KEY, sellerId: '1', customerId: null, items, ...changes };
}

function hashOf(changes: Partial<RealizarVentaInput>): string {
  const order = readOrder(input(changes), STAFF);
  if (Array.isArray(order)) throw new Error('not an order');
  return order.requestHash;
}

const centimos = fc.integer({ min: 1, max: 10_000 });
const anyDiscount: fc.Arbitrary<Discount | null> = fc.option(
  fc.oneof(
    fc.record({ kind: fc.constant('Amount' as const), centimos }),
    fc.record({ kind: fc.constant('Percent' as const), basisPoints: centimos }),
  ),
);
const tender: fc.Arbitrary<Tender> = fc.record({
  method: fc.constantFrom(...PAYMENT_METHODS),
  amountCentimos: centimos,
  tenderedCentimos: fc.option(centimos),
  reference: fc.option(fc.constantFrom('1234', '5678')),
  returnId: fc.constant(null),
});
const orderLine = fc.record({
  productId: fc.stringMatching(/^[1-9]\d{0,3}$/),
  quantity: fc.integer({ min: 1, max: 100_000 }),
  expectedUnitPriceCentimos: fc.option(fc.integer({ min: 1, max: 50_000_000 })),
  discount: anyDiscount,
});
const anyOrder = fc.record({
  sellerId: fc.stringMatching(/^[1-9]\d{0,3}$/),
  customerId: fc.option(fc.stringMatching(/^[1-9]\d{0,3}$/)),
  lines: fc.array(orderLine, { minLength: 1, maxLength: 4 }),
  discount: anyDiscount,
  tenders: fc.array(tender, { maxLength: 2 }),
  tillId: fc.option(fc.constantFrom('1', '2')),
  approvalId: fc.option(fc.constant(KEY)),
  documentType: fc.option(fc.constantFrom('BOLETA' as const, 'FACTURA' as const)),
});

test('two orders have the same hash exactly when they are the same purchase', () => {
  fc.assert(
    fc.property(anyOrder, anyOrder, (one, other) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(hashOrder(one) === hashOrder(other)).toBe(isSame);
      expect(hashOrder(structuredClone(one))).toBe(hashOrder(one));
    }),
  );
});

/** Made by the version before there were payments, for the input above. */
const HASH_OF_BEFORE = 'e90153c1dc5acd925777826c53367adc298346c0de42e6509623579a8183ce3b';

test('an order that names nothing of the counter has the hash that it had before', () => {
  expect(hashOf({})).toBe(HASH_OF_BEFORE);
  const nothing = { payments: [], discount: null, tillId: null, discountApprovalId: null };
  expect(hashOf(nothing)).toBe(HASH_OF_BEFORE);
  expect(hashOf({ ...nothing, payments: null })).toBe(HASH_OF_BEFORE);
});

test('cash without a till is for administrators only', () => {
  const payments = [{ method: 'CASH' as const, amount: 1_000 }];
  const code = 'CASH_SESSION_REQUIRED';
  expect(readOrder(input({ payments }), STAFF)).toMatchObject([{ code }]);
  expect(readOrder(input({ payments }), { ...STAFF, isAdmin: true })).toHaveProperty('tenders');
});

test('a price may be written as "10.00", "10" or 10: it is the same purchase', () => {
  const priced = (written: unknown) => {
    const expectedUnitPrice = Decimal.parseValue(written);
    return hashOf({ items: [{ productId: '1', quantity: 2, expectedUnitPrice }] });
  };
  expect(new Set(['10.00', '10', '10.0', 10].map(priced)).size).toBe(1);
});

test('the order of the lines is part of the purchase', () => {
  const [a, b] = [
    { productId: '1', quantity: 1 },
    { productId: '2', quantity: 1 },
  ] as const;
  expect(hashOf({ items: [a, b] })).not.toBe(hashOf({ items: [b, a] }));
});

test('every bad quantity is reported with its line, and nothing else', () => {
  const items = [0, 1, -1, 100_000, 100_001].map((quantity) => ({ productId: '1', quantity }));
  const errors = readOrder(input({ items }), STAFF);
  expect(errors).toMatchObject([
    { code: 'INVALID_QUANTITY', path: ['input', 'items', '0', 'quantity'] },
    { code: 'INVALID_QUANTITY', path: ['input', 'items', '2', 'quantity'] },
    { code: 'INVALID_QUANTITY', path: ['input', 'items', '4', 'quantity'] },
  ]);
});

test.each([0, 1_001])('a sale of %p lines is refused', (count) => {
  const items = Array.from({ length: count }, () => ({ productId: '1', quantity: 1 }));
  expect(readOrder(input({ items }), STAFF)).toMatchObject([{ code: 'INVALID_INPUT' }]);
});

test('a key in capital letters is the same key', () => {
  const order = readOrder(input({ idempotencyKey: KEY.toUpperCase() }), { ...STAFF, scope: 'ana' });
  expect(order).toMatchObject({ idempotencyKey: KEY, scope: 'ana' });
});

test('a key that is no UUID is bad input', () => {
  expect(() => readOrder(input({ idempotencyKey: 'caja-1' }), STAFF)).toThrow('UUID');
});
