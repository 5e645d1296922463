// Goal: the books that the story `counter` is checked against are right by themselves.
import { expect, test } from '@jest/globals';
import {
  type BackLine,
  bookExchange,
  bookReturn,
  exchangeable,
  inCoins,
  type LedgerPayment,
  type LedgerReturn,
  type LedgerSale,
  leftOf,
  lineTotals,
  refundsFor,
  worthOf,
} from './counter-ledger.ts';

function saleOf(total: number, quantity: number, payments: [string, number][]): LedgerSale {
  return {
    ...{ key: 'k', id: 's', tillId: '1', total, returnedTotal: 0, isVoid: false, returns: [] },
    lines: [{ productId: '1', quantity, returned: 0, restocked: 0, total }],
    paid: payments.reduce((sum, [, amount]) => sum + amount, 0),
    payments: payments.map(([method, amount]): LedgerPayment => ({ method, amount, refunded: 0 })),
  };
}

/** Takes units back and books it. @returns the worth, and each refund as one text */
function takeBack(sale: LedgerSale, units: number) {
  const back: BackLine[] = [{ index: 0, units }];
  const worth = worthOf(sale, back);
  const due = refundsFor(sale, worth);
  const refunds = due.map(({ method, amount }, index) => {
    return { id: String(index), method, pending: amount, done: 0 };
  });
  bookReturn(sale, back, { restock: true, made: { id: 'r', refunds } });
  return { worth, refunds: due.map(({ method, amount }) => `${method} ${amount}`) };
}

test('a discount of the sale is shared by the largest remainders, the first of equal ones', () => {
  const line = { productId: '1', price: 3_333, quantity: 3, discount: null };
  expect(lineTotals([line], { amount: 10 })).toEqual([9_989]);
  const ones = Array.from({ length: 3 }, () => ({ ...line, price: 1_000, quantity: 1 }));
  expect(lineTotals(ones, { amount: 10 })).toEqual([996, 997, 997]);
  expect(lineTotals([{ ...line, discount: { percent: 50 } }], null)).toEqual([4_999]);
});

test('parts of a line sum to it, and cash goes back in coins that sum to what was paid', () => {
  const sale = saleOf(9_989, 3, [['CASH', inCoins(9_989)]]);
  expect([takeBack(sale, 1), takeBack(sale, 1), takeBack(sale, 1)]).toEqual([
    { worth: 3_330, refunds: ['CASH 3330'] },
    { worth: 3_329, refunds: ['CASH 3320'] },
    { worth: 3_330, refunds: ['CASH 3330'] },
  ]);
  expect(sale.payments).toEqual([{ method: 'CASH', amount: 9_980, refunded: 9_980 }]);
  expect(leftOf(sale)).toEqual([]);
});

test('cash is kept the longest, and the newest of the other payments goes back first', () => {
  const sale = saleOf(9_996, 2, [
    ['CARD', 3_006],
    ['YAPE', 2_000],
    ['CASH', 4_990],
  ]);
  expect(takeBack(sale, 1).refunds).toEqual(['YAPE 2000', 'CARD 2998']);
  expect(takeBack(sale, 1).refunds).toEqual(['CARD 8', 'CASH 4990']);
});

test('an exchange uses what waits in its order, and no cash', () => {
  const made: LedgerReturn = {
    id: 'r',
    refunds: [
      { id: '1', method: 'CARD', pending: 300, done: 0 },
      { id: '2', method: 'CASH', pending: 500, done: 0 },
      { id: '3', method: 'YAPE', pending: 200, done: 0 },
    ],
  };
  expect(exchangeable(made)).toBe(500);
  bookExchange(made, 350);
  expect(made.refunds.map(({ pending, done }) => [pending, done])).toEqual([
    [0, 300],
    [500, 0],
    [150, 50],
  ]);
});
