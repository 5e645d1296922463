import { expect, test } from '@jest/globals';
import { documentCode } from './printed-document.ts';

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
