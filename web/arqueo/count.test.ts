import { expect, test } from '@jest/globals';
import {
  afterKey,
  COINS,
  NOTES,
  nextDenomination,
  piecesOf,
  unreadableOf,
  worthOfCounts,
} from './count.ts';

test('a drawer is worth its pieces times their denominations', () => {
  const counts = { 20000: '3', 10000: '14', 5000: '11', 2000: '22', 1000: '17' };
  expect(worthOfCounts(NOTES, counts)).toBe(316_000);
  expect(worthOfCounts(COINS, { 500: '24', 200: '31', 100: '40', 50: '18' })).toBe(23_100);
});

test('coins of ten céntimos sum without a rest', () => {
  expect(worthOfCounts(COINS, { 10: '3', 20: '3' })).toBe(90);
});

test('what is no count is said, and is worth nothing', () => {
  expect(piecesOf('1.5')).toBeNull();
  expect(piecesOf('-1')).toBeNull();
  expect(unreadableOf({ 20000: '2', 50: 'x' })).toBe(50);
  expect(unreadableOf({ 20000: '2', 50: ' ' })).toBeNull();
  expect(worthOfCounts(COINS, { 50: 'x', 10: '1' })).toBe(10);
});

test('counting goes from the largest note to the smallest coin', () => {
  expect(nextDenomination(1_000)).toBe(500);
  expect(nextDenomination(10)).toBeNull();
});

test('the keypad writes counts, without zeros before them', () => {
  expect(afterKey('0', '7')).toBe('7');
  expect(afterKey('12', '3')).toBe('123');
  expect(afterKey('12345', '6')).toBe('12345');
  expect(afterKey('12', 'ERASE')).toBe('1');
  expect(afterKey(undefined, 'ERASE')).toBe('');
});
