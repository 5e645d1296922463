import { expect, test } from '@jest/globals';
import { differenceOf, moveSums } from './cash-session.ts';

test('a drawer is moved by cash sales, by what is put in and by what is taken out', () => {
  const sums = moveSums({
    movements: [
      { kind: 'IN', amount: '50.00' },
      { kind: 'OUT', amount: '200.00' },
      { kind: 'OUT', amount: '0.10' },
    ],
    byMethod: [
      { method: 'CARD', amount: '10.00' },
      { method: 'CASH', amount: '3305.50' },
    ],
  });
  expect(sums).toEqual({ cashSales: 330_550, putIn: 5_000, takenOut: 20_010 });
});

test('a seller who sees no sums counts none', () => {
  expect(moveSums({ movements: [], byMethod: null }).cashSales).toBe(0);
});

test('a difference is lacking, over, or none', () => {
  expect(differenceOf(339_100, 340_450)).toEqual({ name: 'Falta', amount: 1_350 });
  expect(differenceOf(10, 0)).toEqual({ name: 'Sobra', amount: 10 });
  expect(differenceOf(5, 5)).toEqual({ name: 'Cuadra', amount: 0 });
});
