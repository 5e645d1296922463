import { expect, test } from '@jest/globals';
import {
  entryProblem,
  isReturnable,
  type ReturnableLine,
  returnItems,
  unitsOf,
  worthOf,
  worthOfEntries,
} from './return-plan.ts';

function line(given: Partial<ReturnableLine> = {}): ReturnableLine {
  return { lineNumber: 1, quantity: 3, returnedQuantity: 0, total: '99.89', ...given };
}

const entered = (units: string) => ({ units, isRestocked: true });

test('returned one by one, the units of a line are worth the line', () => {
  const parts = [0, 1, 2].map((returnedQuantity) => worthOf(line({ returnedQuantity }), 1));
  expect(parts).toEqual([3330, 3329, 3330]);
});

test('no more comes back than is left of a line', () => {
  expect(unitsOf(line({ returnedQuantity: 1 }), entered('2'))).toBe(2);
  expect(entryProblem(line({ returnedQuantity: 1 }), entered('3'))).toBe('De 0 a 2.');
  expect(entryProblem(line(), entered('-1'))).toBe('De 0 a 3.');
  expect(entryProblem(line(), entered('1.5'))).toBe('De 0 a 3.');
});

test('a line without an entry stays sold', () => {
  const lines = [line(), line({ lineNumber: 2, quantity: 1, total: '10.00' })];
  const entries = { 2: { units: '1', isRestocked: false } };
  expect(returnItems(lines, entries)).toEqual([{ lineNumber: 2, quantity: 1, restock: false }]);
  expect(worthOfEntries(lines, entries)).toBe(1000);
});

test('a sale of which all came back has nothing to return', () => {
  expect(isReturnable([line({ returnedQuantity: 3 })])).toBe(false);
  expect(isReturnable([line({ returnedQuantity: 2 })])).toBe(true);
});
