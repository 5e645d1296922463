import { expect, test } from '@jest/globals';
import { documentCode, readDocumentCode } from './printed-document.ts';

test.each([
  ['B001', 12, 'B001-00000012'],
  ['F001', 99_999_999, 'F001-99999999'],
  ['BC01', 123_456_789, 'BC01-123456789'],
])(
  'a code has the series and eight digits, or as many as there are: %s, %d',
  (series, number, code) => {
    expect(documentCode(series, number)).toBe(code);
  },
);

test.each([
  ['B001-00000012', { series: 'B001', number: 12 }],
  ['f001 - 7', { series: 'F001', number: 7 }],
  ['BC01–123456789', { series: 'BC01', number: 123_456_789 }],
  ['B001', null],
  ['B01-1', null],
  ['A001-1', null],
  ['B001-1234567890', null],
  ['B001-1 x', null],
])('%j is read as %j', (text, code) => {
  expect(readDocumentCode(text)).toEqual(code);
});
