import { expect, test } from '@jest/globals';
import { MAX_STOCK_UNITS } from '../products/product-rules.ts';
import { type RestockBatch, restock } from './restock.ts';

function batchWith(available: number[], knownIds: string[] = []): RestockBatch {
  const products = available.map((units, index) => ({
    id: index + 1,
    sku: `SKU-${index + 1}`,
    name: `Product ${index + 1}`,
    categoryId: null,
    priceCentimos: 1_000,
    status: 'ACTIVE' as const,
    available: units,
    lastSeq: 4,
  }));
  return {
    products: new Map(products.map((product) => [product.id, product])),
    knownIds: new Set(knownIds),
    restockedIds: new Set(),
    movements: [],
  };
}

function returned(id: string, lines: [productId: string, quantity: number][]) {
  return { id, lines: lines.map(([productId, quantity]) => ({ productId, quantity })) };
}

test('a product on several lines has one movement, which says why and for whom', () => {
  const batch = batchWith([5, 3]);
  const lines: [string, number][] = [
    ['2', 1],
    ['1', 2],
    ['2', 3],
  ];
  expect(restock(batch, { ...returned('a', lines), actorId: '7' })).toEqual({ kind: 'Restocked' });
  const cause = { kind: 'RETURN', reason: 'Devolución', actorId: '7', reference: 'a' };
  expect(batch.movements).toEqual([
    { productId: 2, seq: 5, delta: 4, availableAfter: 7, ...cause },
    { productId: 1, seq: 5, delta: 2, availableAfter: 7, ...cause },
  ]);
});

test('an id counts once, whether it is in stock already or twice in one list', () => {
  const batch = batchWith([5], ['old']);
  const put = (id: string) => restock(batch, { ...returned(id, [['1', 1]]), actorId: null }).kind;
  expect([put('old'), put('new'), put('new')]).toEqual(['Known', 'Restocked', 'Known']);
  expect(batch.products.get(1)?.available).toBe(6);
  expect([...batch.restockedIds]).toEqual(['new']);
});

test.each(['9', '0', '01', 'x', ''])(
  'a return that names the product "%s" puts nothing back',
  (productId) => {
    const batch = batchWith([5]);
    const lines: [string, number][] = [
      ['1', 1],
      [productId, 1],
    ];
    expect(restock(batch, { ...returned('a', lines), actorId: null })).toEqual({
      kind: 'Refused',
      reason: 'unknown product',
      productId,
    });
    expect(batch).toEqual(batchWith([5]));
  },
);

test('units fill the stock up to its limit and not above it, on the sum of the lines', () => {
  const batch = batchWith([MAX_STOCK_UNITS - 2]);
  const put = (id: string, quantities: number[]) =>
    restock(batch, {
      id,
      lines: quantities.map((quantity) => ({ productId: '1', quantity })),
      actorId: null,
    });
  expect(put('a', [2, 1])).toEqual({ kind: 'Refused', reason: 'too many units', productId: '1' });
  expect(put('b', [1, 1])).toEqual({ kind: 'Restocked' });
  expect(put('c', [1]).kind).toBe('Refused');
});
