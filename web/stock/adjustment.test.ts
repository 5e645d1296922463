import { expect, test } from '@jest/globals';
import { readAdjustment } from './adjustment.ts';

const NOW = { onHand: 10, available: 8 };

test.each([
  ['RECEIPT', '5', { change: { delta: 5, kind: 'RECEIPT' }, delta: 5, availableAfter: 13 }],
  ['LOSS', '3', { change: { delta: -3, kind: 'LOSS' }, delta: -3, availableAfter: 5 }],
  ['ADJUSTMENT', '−2', { change: { delta: -2, kind: 'ADJUSTMENT' }, delta: -2, availableAfter: 6 }],
  ['COUNT', '9', { change: { counted: 9 }, delta: -1, availableAfter: 7 }],
  ['COUNT', '10', { change: { counted: 10 }, delta: 0, availableAfter: 8 }],
] as const)('%s of %s says what it leaves', (mode, typed, adjustment) => {
  expect(readAdjustment(mode, typed, NOW)).toEqual(adjustment);
});

test('units that are set aside for sales are part of a count', () => {
  expect(readAdjustment('COUNT', '1', NOW)).toBe('Solo hay 8 disponibles.');
});

test.each([
  ['RECEIPT', ''],
  ['RECEIPT', '0'],
  ['RECEIPT', '-1'],
  ['LOSS', '9'],
  ['COUNT', '1.5'],
] as const)('%s of "%s" is refused with a sentence', (mode, typed) => {
  expect(readAdjustment(mode, typed, NOW)).toEqual(expect.any(String));
});
