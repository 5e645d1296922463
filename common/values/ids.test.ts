import { expect, test } from '@jest/globals';
import { parseGivenId, parseRowId, type RowId } from './ids.ts';

test.each([
  ['1', 1],
  ['2147483647', 2_147_483_647],
  ['2147483648', null],
  ['0', null],
  ['01', null],
  ['-1', null],
  ['1.0', null],
  [' 1', null],
  ['', null],
  ['ayer', null],
])('%j is the id of row %j', (text, id) => {
  expect(parseRowId(text)).toBe(id);
  expect(parseGivenId(text)).toBe(id ?? 'unknown');
});

test('an id that is left out is not the same as one that names nothing', () => {
  expect([parseGivenId(null), parseGivenId(undefined)]).toEqual([null, null]);
});

test('the id of a seller is none of a customer, which the compiler says', () => {
  const sellerId: RowId<'Seller'> | null = parseRowId('7');
  // @ts-expect-error Another table's.
  const customerId: RowId<'Customer'> | null = sellerId;
  expect(customerId).toBe(7);
});
