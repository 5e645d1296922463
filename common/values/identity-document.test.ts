import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type DocType,
  documentProblem,
  readDocumentNumber,
  rucCheckDigit,
} from './identity-document.ts';

const isGood = (type: DocType, number: string | null) => documentProblem(type, number) === null;

const digits = (count: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count })
    .map((all) => all.join(''));

const rucWithoutLast = fc
  .tuple(fc.constantFrom('10', '15', '16', '17', '20'), digits(8))
  .map(([kind, others]) => kind + others);

test('a RUC is good with its check digit, and with no other last digit', () => {
  fc.assert(
    fc.property(rucWithoutLast, (first) => {
      const good = Array.from({ length: 10 }, (_, last) => `${first}${last}`).filter((number) =>
        isGood('RUC', number),
      );
      expect(good).toEqual([`${first}${rucCheckDigit(first)}`]);
    }),
  );
});

test('changing a single digit of a RUC by one makes it wrong', () => {
  fc.assert(
    fc.property(rucWithoutLast, fc.integer({ min: 2, max: 9 }), (first, place) => {
      const other = String((Number(first[place]) + 1) % 10);
      const changed = first.slice(0, place) + other + first.slice(place + 1);
      const good = `${changed}${rucCheckDigit(first)}`;
      // A remainder of 0 and of 1 share the digits 1 and 0 with others: those pairs stay unseen.
      fc.pre(rucCheckDigit(first) > 1 && rucCheckDigit(changed) > 1);
      expect(isGood('RUC', good)).toBe(false);
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
  expect(isGood(type, number)).toBe(true);
});

test.each<[DocType, string | null, RegExp]>([
  ['RUC', '20000000002', /último dígito/],
  ['RUC', '2000000001', /11 dígitos/],
  ['RUC', `30000000${rucCheckDigit('3000000000')}`, /11 dígitos/],
  ['RUC', `3000000000${rucCheckDigit('3000000000')}`, /empieza con 10, 15, 16, 17 o 20/],
  ['RUC', `1100000000${rucCheckDigit('1100000000')}`, /empieza con 10, 15, 16, 17 o 20/],
  ['DNI', '1234567', /8 dígitos/],
  ['DNI', '1234567a', /8 dígitos/],
  ['CE', '12345678', /de 9 a 12 letras o dígitos/],
  ['PASSPORT', 'ab123456', /de 6 a 12 letras o dígitos/],
  ['DNI', null, /Falta/],
  ['NONE', '12345678', /no hay número/],
])('%s %p is not, and the reason is true', (type, number, reason) => {
  expect(documentProblem(type, number)).toMatch(reason);
});

test.each<[DocType, string, string]>([
  ['RUC', '20-00000000-1', '20000000001'],
  ['RUC', '20 0000 0000 1', '20000000001'],
  ['DNI', '1234 5678', '12345678'],
  ['DNI', '12.345.678\n', '12345678'],
  ['CE', '001–234–567', '001234567'],
  ['PASSPORT', 'ab 12345-6', 'AB123456'],
])('%s %j is read as people write it', (type, written, kept) => {
  expect(readDocumentNumber(written)).toBe(kept);
  expect(documentProblem(type, kept)).toBeNull();
});
