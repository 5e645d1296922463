import { expect, test } from '@jest/globals';
import { MAX_CURSOR_CHARACTERS } from '../../values/text-limits.ts';
import { type ColumnKind, readCursor, writeCursor } from './cursor.ts';

const LIST = 'Product name ASC, id ASC';
const packed = (json: string) => Buffer.from(json).toString('base64url');
const read = (cursor: string, kinds: readonly ColumnKind[] = ['text', 'integer']) =>
  readCursor(cursor, LIST, kinds);
const REFUSED = 'El cursor de after no es de esta lista.';

test('a cursor gives the values back that it was made of', () => {
  const at = new Date('2026-11-27T01:02:03.004Z');
  const kinds = ['text', 'integer', 'instant', 'ascii', 'digits'] as const;
  const values = ['Ñañez 👍', 7, at, '0199-ab', '-90071992547409931'];
  expect(readCursor(writeCursor(LIST, values), LIST, kinds)).toEqual(values);
});

test.each([
  ['an endless number', '1e400', 'integer'],
  ['a fraction', '1.5', 'integer'],
  ['a text for a number', '"7"', 'integer'],
  ['a number for a text', '7', 'text'],
  ['half a character', '"\\ud83d"', 'text'],
  ['letters that the column cannot hold', '"ñ"', 'ascii'],
  ['a control character', '"a\\u0000"', 'ascii'],
  ['no date', '"mañana"', 'instant'],
  ['a year beyond the column', '"+010000-01-01T00:00:00.000Z"', 'instant'],
  ['a day that is not there', '"2026-13-01T00:00:00.000Z"', 'instant'],
  ['a number for a date', '0', 'instant'],
  ['a fraction for digits', '"1.5"', 'digits'],
  ['a number for digits', '15', 'digits'],
  ['null', 'null', 'integer'],
  ['a list', '[1]', 'integer'],
] as const)('a cursor with %s is refused', (_, value, kind) => {
  expect(() => read(packed(`[${JSON.stringify(LIST)},${value}]`), [kind])).toThrow(REFUSED);
});

test.each([
  ['', 'hola', '_w', packed('{}'), packed('[]'), packed('null'), packed('["Sale id ASC","a",1]')],
  [packed(`["${LIST}","a"]`), packed(`["${LIST}","a",1,2]`), packed('\0\0\0')],
])('what is no cursor of this list is refused', (...cursors) => {
  for (const cursor of cursors) expect(() => read(cursor)).toThrow(REFUSED);
});

test('the longest name fits into a cursor, whatever its letters', () => {
  const scattered = Array.from({ length: 200 }, (_, index) => 0x20000 + ((index * 7_919) % 0xa000));
  const names = ['"'.repeat(200), '東'.repeat(200), '👍'.repeat(200), scattered];
  for (const name of names.map((one) =>
    Array.isArray(one) ? String.fromCodePoint(...one) : one,
  )) {
    const cursor = writeCursor(LIST, [name, 2_147_483_647]);
    expect(cursor.length).toBeLessThanOrEqual(MAX_CURSOR_CHARACTERS);
    expect(read(cursor)).toEqual([name, 2_147_483_647]);
  }
});
