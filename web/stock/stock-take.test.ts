import { expect, test } from '@jest/globals';
import { differenceOf, openLines, type StockTake, scanned, withLine } from './stock-take.ts';

const CABLE = { id: '1', sku: 'CAB', name: 'Cable', stock: { onHand: 3, available: 2 } };
const MOUSE = { id: '2', sku: 'MOU', name: 'Mouse', stock: { onHand: 1, available: 1 } };
const keys = () => {
  let made = 0;
  return () => `key-${++made}`;
};

test('scans of a product add up in one line, which comes to the top', () => {
  const newKey = keys();
  let take: StockTake = [];
  for (const product of [CABLE, MOUSE, CABLE]) take = scanned(take, product, newKey);
  expect(take).toMatchObject([
    { sku: 'CAB', counted: 2, onHand: 3, attempt: { key: 'key-1' } },
    { sku: 'MOU', counted: 1 },
  ]);
  expect(take.map(differenceOf)).toEqual([-1, 0]);
});

test('a line that was applied is no longer open, and a new scan of it begins with a new key', () => {
  const newKey = keys();
  const done = withLine(scanned([], CABLE, newKey), '1', { isDone: true, counted: 3 });
  expect(openLines(done)).toEqual([]);
  expect(scanned(done, CABLE, newKey)).toMatchObject([
    { counted: 1, isDone: false, attempt: { key: 'key-2' } },
  ]);
});

test('a scan takes over the stock that the product has by now', () => {
  const newKey = keys();
  const sold = { ...CABLE, stock: { onHand: 2, available: 1 } };
  expect(scanned(scanned([], CABLE, newKey), sold, newKey)).toMatchObject([
    { counted: 2, onHand: 2, available: 1 },
  ]);
});
