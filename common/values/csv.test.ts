import { expect, test } from '@jest/globals';
import { csvOf } from './csv.ts';

test('a table is lines of cells, and only what needs quotes has them', () => {
  const rows = [
    ['SKU', 'Producto', 'Unidades'],
    ['TV-55', 'Televisor 55", "smart"', 2],
    ['A,B', 'dos\nlíneas', -1],
  ];
  expect(csvOf(rows)).toBe(
    'SKU,Producto,Unidades\r\nTV-55,"Televisor 55"", ""smart""",2\r\n"A,B","dos\nlíneas",-1\r\n',
  );
  expect(csvOf([])).toBe('');
});

test.each(['=1+1', '+1', '-1+1', '-A1', '@SUM(A1)', '\tA', '--1'])(
  'the text %j is no formula for a spreadsheet',
  (text) => {
    expect(csvOf([[text]])).toBe(`'${text}\r\n`);
  },
);

test('a text that begins with a line break is quoted and no formula', () => {
  expect(csvOf([['\r=1+1']])).toBe('"\'\r=1+1"\r\n');
});

test.each(['-10.00', '-7', '10.00', '', 'a-b', '2026-11-27'])('%j stays as it is', (text) => {
  expect(csvOf([[text]])).toBe(`${text}\r\n`);
});
