// Goal: of the rows of one import, as many as can be kept together are kept, in whatever order they
// give codes up and take them. Method: rows as `SKU:code`, owners as `code:SKU`.
import { expect, test } from '@jest/globals';
import { type CodeClaim, settleCodes } from './import-codes.ts';

function settle(rows: string, owners = '') {
  const ownerByKey = new Map(
    owners.split(' ').flatMap((pair) => {
      const [key, sku] = pair.split(':');
      return key && sku ? [[key, sku] as const] : [];
    }),
  );
  const claims = rows.split(' ').map((row, index): CodeClaim => {
    const [sku = '', code] = row.split(':');
    return { index, sku, keys: code ? [code] : [] };
  });
  const refused = settleCodes(claims, ownerByKey);
  return [...refused].sort(([a], [b]) => a - b).map(([index, code]) => `${index} ${code}`);
}

test.each([
  ['a swap', 'A:y B:x', 'x:A y:B'],
  ['a rotation of three', 'A:y B:z C:x', 'x:A y:B z:C'],
  ['a code given up and taken by a new product', 'N:x A:y', 'x:A'],
  ['the same the other way round', 'A:y N:x', 'x:A'],
  ['a chain', 'A:y B:z C:w N:x', 'x:A y:B z:C'],
  ['codes that stay', 'A:x B:y', 'x:A y:B'],
  ['rows without codes', 'A B N', 'x:A y:B'],
])('%s is kept whole', (_, rows, owners) => expect(settle(rows, owners)).toEqual([]));

test.each([
  ['a code that its owner keeps', 'N:x A', 'x:A', ['0 DUPLICATE_BARCODE']],
  ['a code of somebody else', 'N:x', 'x:A', ['0 DUPLICATE_BARCODE']],
  ['a code that its owner names again, later', 'N:x A:x', 'x:A', ['0 DUPLICATE_BARCODE']],
  ['a code that two take: the first has it', 'M:x N:x', '', ['1 DUPLICATE_BARCODE']],
  ['a SKU that comes twice', 'A:x A:y', '', ['1 DUPLICATE_SKU']],
  [
    'a chain whose end cannot give its code up',
    'A:y B:z N:x',
    'x:A y:B z:C',
    ['0 DUPLICATE_BARCODE', '1 DUPLICATE_BARCODE', '2 DUPLICATE_BARCODE'],
  ],
])('%s is refused', (_, rows, owners, refused) => expect(settle(rows, owners)).toEqual(refused));

test('a refused row keeps no later one out', () => {
  expect(settle('N:x N:y', 'x:A')).toEqual(['0 DUPLICATE_BARCODE']);
  expect(settle('M:x N:x N', '')).toEqual(['1 DUPLICATE_BARCODE']);
  expect(settle('A:z M:y N:y', 'z:C y:A')).toEqual([
    '0 DUPLICATE_BARCODE',
    '1 DUPLICATE_BARCODE',
    '2 DUPLICATE_BARCODE',
  ]);
});

test('a thousand rows that wait for each other are settled at once', () => {
  const rows = Array.from({ length: 1_000 }, (_, i) => `P${i}:c${i + 1}`);
  const owners = Array.from({ length: 1_001 }, (_, i) => `c${i}:P${i}`);
  expect(settle(rows.join(' '), owners.join(' '))).toHaveLength(1_000);
  expect(settle(rows.join(' '), owners.slice(0, -1).join(' '))).toEqual([]);
});
