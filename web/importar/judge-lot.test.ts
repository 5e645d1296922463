import { expect, test } from '@jest/globals';
import { judgeLot } from './judge-lot.ts';

const row = (input: object) => ({ line: 2, input, givenPrice: '', reasons: [] });
const PRODUCT = {
  name: 'Cable',
  barcode: null,
  description: null,
  price: '45.90',
  category: { name: 'Audio', slug: 'audio' },
  stock: { minimum: 5 },
};
const payload = (results: object[], userErrors: object[] = []) =>
  ({ created: 0, updated: 0, unchanged: 0, failed: 0, results, userErrors }) as never;

test('a row that changes a product says what from and what to', () => {
  const rows = [row({ sku: 'A', price: '49.90', minimum: '5', name: 'Cable HDMI' })];
  expect(judgeLot(rows, payload([{ status: 'UPDATED', product: PRODUCT }]))).toEqual([
    { status: 'UPDATED', notes: ['precio 45.90 → 49.90', 'nombre'] },
  ]);
});

test('a refused row says why, by the column that is wrong', () => {
  const errors = [
    { code: 'INVALID_PRICE', message: 'No es válido.', path: ['input', 'rows', '1', 'price'] },
    { code: 'X', message: 'Falta.', path: ['input', 'rows', '1', 'categorySlug'] },
  ];
  const results = [
    { status: 'CREATED', product: null },
    { status: 'FAILED', product: null },
  ];
  expect(judgeLot([row({}), row({})], payload(results, errors))).toEqual([
    { status: 'CREATED', notes: [] },
    { status: 'FAILED', notes: ['Precio con IGV: No es válido.', 'Categoría: Falta.'] },
  ]);
});
