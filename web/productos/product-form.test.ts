import { expect, test } from '@jest/globals';
import { EMPTY_PRODUCT, productErrors, productInput, productValues } from './product-form.ts';

const GOOD = { ...EMPTY_PRODUCT, name: 'Cable', price: '10' };

test('a good form has no complaints', () => {
  expect(Object.values(productErrors(GOOD))).toEqual([null, null, null]);
});

test.each([
  [{ name: ' ' }, 'name'],
  [{ price: 'diez' }, 'price'],
  [{ price: '0' }, 'price'],
  [{ price: '500,000.01' }, 'price'],
  [{ minimum: '1.5' }, 'minimum'],
  [{ minimum: '-1' }, 'minimum'],
  [{ minimum: '1000000001' }, 'minimum'],
])('%j is told at its field', (wrong, field) => {
  expect(productErrors({ ...GOOD, ...wrong })[field]).toEqual(expect.any(String));
});

test('only the given fields are sent, an emptied one as null', () => {
  expect(productInput({ price: '1,299.9', barcode: ' ' })).toEqual({
    price: '1299.90',
    barcode: null,
  });
});

test('a product without the optional fields shows empty texts', () => {
  const record = {
    version: 1,
    name: 'Cable',
    barcode: null,
    description: null,
    price: '10.00',
    category: null,
    stock: { minimum: 2 },
  };
  expect(productValues(record)).toEqual({ ...GOOD, price: '10.00', minimum: '2' });
});
