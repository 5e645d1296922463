import { expect, test } from '@jest/globals';
import { readCsv } from './csv-file.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

test('the encoding and the sign between columns are found out', () => {
  const latin = Uint8Array.from('SKU;Nombre\nA-1;Audífonos\n', (sign) => sign.charCodeAt(0));
  expect(readCsv(latin)).toEqual({
    encoding: 'Windows-1252',
    header: ['SKU', 'Nombre'],
    rows: [{ line: 2, cells: ['A-1', 'Audífonos'] }],
  });
  const excel = utf8('\uFEFFSKU,Nombre\r\nA-1,"Cable, 3 m"\r\n');
  expect(readCsv(excel)).toMatchObject({
    encoding: 'UTF-8',
    header: ['SKU', 'Nombre'],
    rows: [{ cells: ['A-1', 'Cable, 3 m'] }],
  });
});

test('empty lines are left out and the others keep their number', () => {
  const table = readCsv(utf8('sku,nombre\nA,a\n,\n\nB,b\n'));
  expect(table?.rows.map(({ line }) => line)).toEqual([2, 5]);
});

test('a column without a name is called by its place', () => {
  expect(readCsv(utf8('sku,\nA,1\n'))?.header).toEqual(['sku', 'Columna 2']);
});

test.each(['', '\n', 'sku,nombre\n'])('%j holds nothing to import', (text) => {
  expect(readCsv(utf8(text))).toBeNull();
});
