import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DocType, isIdentityDocument, rucCheckDigit } from './identity-document.ts';

const digits = (count: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count })
    .map((all) => all.join(''));

test('a RUC is good with its check digit, and with no other last digit', () => {
  fc.assert(
    fc.property(digits(10), (first) => {
      const good = Array.from({ length: 10 }, (_, last) => `${first}${last}`).filter((number) =>
        isIdentityDocument('RUC', number),
      );
      expect(good).toEqual([`${first}${rucCheckDigit(first)}`]);
    }),
  );
});

test('changing a single digit of a RUC by one makes it wrong', () => {
  fc.assert(
    fc.property(digits(10), fc.integer({ min: 0, max: 9 }), (first, place) => {
      const other = String((Number(first[place]) + 1) % 10);
      const changed = first.slice(0, place) + other + first.slice(place + 1);
      const good = `${changed}${rucCheckDigit(first)}`;
      // A remainder of 0 and of 1 share the digits 1 and 0 with others: those pairs stay unseen.
      fc.pre(rucCheckDigit(first) > 1 && rucCheckDigit(changed) > 1);
      expect(isIdentityDocument('RUC', good)).toBe(false);
    }),
  );
});

test.each<[DocType, string | null]>([
  ['RUC', '20000000001'],
  ['DNI', '00000001'],
  ['CE', '001234567'],
  ['PASSPORT', 'AB123456'],
  ['NONE', null],
])('%s %p is good', (type, number) => {
  expect(isIdentityDocument(type, number)).toBe(true);
});

test.each<[DocType, string | null]>([
  ['RUC', '20000000002'],
  ['RUC', '2000000001'],
  ['DNI', '1234567'],
  ['DNI', '1234567a'],
  ['CE', '12345678'],
  ['PASSPORT', 'ab123456'],
  ['DNI', null],
  ['NONE', '12345678'],
])('%s %p is not', (type, number) => {
  expect(isIdentityDocument(type, number)).toBe(false);
});
