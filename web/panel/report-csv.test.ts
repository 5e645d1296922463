import { expect, test } from '@jest/globals';
import { joinPages } from './report-csv.ts';

test('the head of the columns stands in the file once', () => {
  expect(joinPages(['Día,Total\r\na,1\r\n', 'Día,Total\r\nb,2\r\n'])).toBe(
    '\uFEFFDía,Total\r\na,1\r\nb,2\r\n',
  );
});

test('a page without a last line break is closed before the next one', () => {
  expect(joinPages(['Día\r\na', 'Día\r\nb'])).toBe('\uFEFFDía\r\na\r\nb\r\n');
});
