// Goal: the history checker accepts what can have happened, and finds each thing that cannot.
// Method: one good story, and the same story with one thing wrong in it.
import { expect, test } from '@jest/globals';
import {
  type AdjustTry,
  contradictionsOf,
  type DiscardTry,
  type FinalState,
  type Operation,
  type SaleTry,
  type StockRead,
  type Story,
} from './history.ts';

const PRODUCT = '7';
const LINES = [{ productId: PRODUCT, quantity: 2 }];
const SALE = { id: 'sale-a', total: '20.00', lines: LINES };
const at = (begunAtMs: number, endedAtMs = begunAtMs + 1) => ({ begunAtMs, endedAtMs });

function sale(key: string, outcome: SaleTry['outcome'], beginMs = 10): SaleTry {
  return { kind: 'sale', key, lines: LINES, outcome, ...at(beginMs) };
}
function adjust(delta: number, outcome: AdjustTry['outcome'], beginMs = 20): AdjustTry {
  return {
    kind: 'adjust',
    key: `adjust ${delta}`,
    productId: PRODUCT,
    delta,
    outcome,
    ...at(beginMs),
  };
}
function discard(key: string, saleId: string | null, beginMs = 30): DiscardTry {
  return { kind: 'discard', key, outcome: { kind: 'ok', saleId }, ...at(beginMs) };
}
function read(available: number, beginMs: number): StockRead {
  return { kind: 'read', productId: PRODUCT, available, ...at(beginMs) };
}

const OK = { kind: 'ok', sale: SALE } as const;
const FAIL = { kind: 'fail', code: 'INSUFFICIENT_STOCK' } as const;
const UNKNOWN = { kind: 'unknown', code: 'SALE_IN_PROGRESS' } as const;

/** Opening 10, −2 sold, +5 added: 13 at the end. */
const GOOD: Story = {
  openingByProduct: new Map([[PRODUCT, 10]]),
  operations: [
    read(10, 0),
    sale('a', UNKNOWN),
    sale('a', OK, 12),
    sale('b', FAIL),
    sale('c', UNKNOWN),
    adjust(5, { kind: 'ok' }),
    discard('a', SALE.id),
    discard('never sent', null),
    read(13, 30),
  ],
  final: {
    sales: [{ key: 'a', ...SALE }],
    adjustments: [{ key: 'adjust 5', productId: PRODUCT, delta: 5 }],
    availableByProduct: new Map([[PRODUCT, 13]]),
  },
};

function withMore(operations: Operation[], final: Partial<FinalState> = {}): Story {
  return {
    ...GOOD,
    operations: [...GOOD.operations, ...operations],
    final: { ...GOOD.final, ...final },
  };
}

const stock = (units: number) => ({ availableByProduct: new Map([[PRODUCT, units]]) });

test('a story in which everything fits has no contradictions', () => {
  expect(contradictionsOf(GOOD)).toEqual([]);
});

test('what is unknown may have happened', () => {
  const sales = [...GOOD.final.sales, { key: 'c', ...SALE, id: 'sale-c' }];
  expect(contradictionsOf(withMore([], { sales, ...stock(11) }))).toEqual([]);
});

test('a look during an increase may show it or not', () => {
  expect(contradictionsOf(withMore([read(13, 20), read(8, 20)]))).toEqual([]);
});

const REPLACED = { ...SALE, total: '19.00' };
const OTHER_LINES = { ...SALE, lines: [{ productId: PRODUCT, quantity: 1 }] };

const wrong: Record<string, [Story, RegExp]> = {
  'an acknowledged sale that is not there': [
    withMore([], { sales: [], ...stock(15) }),
    /^sale a was answered as .*, but is not there$/,
  ],
  'an acknowledged sale with another total': [
    withMore([], { sales: [{ key: 'a', ...REPLACED }] }),
    /for 20\.00\), but there is .* for 19\.00/,
  ],
  'an acknowledged sale with other lines': [
    withMore([], { sales: [{ key: 'a', ...OTHER_LINES }], ...stock(14) }),
    /^sale a was answered as sale-a \(2×7 for 20\.00\), but there is sale-a \(1×7/,
  ],
  'an answer about another purchase than the one asked for': [
    withMore([sale('a', { kind: 'ok', sale: OTHER_LINES })]),
    /^sale a of 2×7 was answered as sale-a \(1×7/,
  ],
  'two answers with different sales for one key': [
    withMore([sale('a', { kind: 'ok', sale: { ...SALE, id: 'sale-z' } })]),
    /^sale a was answered as sale-z/,
  ],
  'a refused sale that is there': [
    withMore([], {
      sales: [...GOOD.final.sales, { key: 'b', ...SALE, id: 'sale-b' }],
      ...stock(11),
    }),
    /^sale b was refused with INSUFFICIENT_STOCK, but there is sale-b/,
  ],
  'a key that was sold twice': [
    withMore([], {
      sales: [...GOOD.final.sales, { key: 'a', ...SALE, id: 'sale-b' }],
      ...stock(11),
    }),
    /^key a was sold more than once/,
  ],
  'a sale that nobody asked for': [
    withMore([], {
      sales: [...GOOD.final.sales, { key: 'x', ...SALE, id: 'sale-x' }],
      ...stock(11),
    }),
    /^nobody asked for sale x/,
  ],
  'a sale under a key that was discarded': [
    withMore([discard('a', null)]),
    /^key a was answered to have no sale when it was discarded, and has sale sale-a$/,
  ],
  'a key that was found sold when it was discarded, and is not': [
    withMore([discard('c', 'sale-c')]),
    /^key c was answered to have sale sale-c when it was discarded, and has no sale$/,
  ],
  'an acknowledged adjustment that is not there': [
    withMore([], { adjustments: [], ...stock(8) }),
    /^adjustment adjust 5 was answered as done, but is not there$/,
  ],
  'a refused adjustment that is there': [
    withMore([adjust(-3, FAIL)], {
      adjustments: [...GOOD.final.adjustments, { key: 'adjust -3', productId: PRODUCT, delta: -3 }],
      ...stock(10),
    }),
    /^adjustment adjust -3 was refused with INSUFFICIENT_STOCK, but is there$/,
  ],
  'an adjustment that was done twice': [
    withMore([], {
      adjustments: [...GOOD.final.adjustments, ...GOOD.final.adjustments],
      ...stock(18),
    }),
    /^adjustment adjust 5 was done 2 times$/,
  ],
  'a unit lost at the end': [
    withMore([], stock(12)),
    /^product 7 has 12 units at the end instead of 13$/,
  ],
  'stock below zero': [withMore([read(-1, 40)]), /^product 7 was seen with -1 units$/],
  'units that were sold before the look': [
    withMore([read(10, 15)]),
    /^product 7 was seen with 10 units, and had 8 at most$/,
  ],
  'units that nobody had added yet': [
    withMore([read(12, 5)]),
    /^product 7 was seen with 12 units, and had 10 at most$/,
  ],
};

test.each(Object.entries(wrong))('found: %s', (_, [story, message]) => {
  expect(contradictionsOf(story)).toContainEqual(expect.stringMatching(message));
});
