import { afterEach, expect, jest, test } from '@jest/globals';
import type { StockTake } from './stock-take.ts';
import { keepTake } from './take-store.ts';

const TAKE: StockTake = [
  {
    ...{ productId: '1', sku: 'A', name: 'A', onHand: 1, available: 1, counted: 2 },
    ...{ attempt: { key: 'k', content: null, isUnknown: false }, isDone: false, note: null },
  },
];

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'localStorage');
});

function provideStorage(setItem: () => void): void {
  Object.defineProperty(globalThis, 'localStorage', { value: { setItem }, configurable: true });
}

test('a count that the browser has no room for is told, and does not break the next one', () => {
  provideStorage(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  expect(keepTake('7', TAKE)).toBe(false);
  const setItem = jest.fn();
  provideStorage(setItem);
  expect(keepTake('7', TAKE)).toBe(true);
  expect(setItem).toHaveBeenCalledTimes(1);
});
