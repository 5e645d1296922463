import { expect, test } from '@jest/globals';
import { idEndsOf } from './sale-number.ts';
import { readSaleSearch } from './sale-search.ts';

const NOTHING = { document: null, idEnds: [], docNumber: null, name: null };
const nameOf = (text: string) => ({ text, words: text.split(' ') });

test.each([
  ['B001-123', 'B001', 123],
  ['b001-00000123', 'B001', 123],
  [' f0a1 – 7 ', 'F0A1', 7],
  ['BC01-1', 'BC01', 1],
])('%j is the code of a document and nothing else', (text, series, number) => {
  expect(readSaleSearch(text)).toEqual({ ...NOTHING, document: { series, number } });
});

test.each([
  ['12345678', '12345678'],
  ['20-00000000-1', '20000000001'],
  ['10 456 789 012', '10456789012'],
  ['ab123456', 'AB123456'],
  ['B001-1234567890', 'B0011234567890'],
])('%j is a document number and no name', (text, docNumber) => {
  expect(readSaleSearch(text)).toEqual({ ...NOTHING, docNumber });
});

test('seven letters and digits are the number of a sale, or a document number', () => {
  const idEnds = idEndsOf('7K3M9QX');
  expect(idEnds).toHaveLength(2);
  expect(readSaleSearch('7k3m9qx')).toEqual({ ...NOTHING, idEnds, docNumber: '7K3M9QX' });
});

test('seven letters may be the number of a sale too, and a name', () => {
  const found = readSaleSearch('Sanchez');
  expect(found).toEqual({
    document: null,
    idEnds: idEndsOf('SANCHEZ'),
    docNumber: 'SANCHEZ',
    name: nameOf('Sanchez'),
  });
});

test('words are a name, and a document number as people write it', () => {
  expect(readSaleSearch(' Ana Torres ')).toEqual({
    ...NOTHING,
    docNumber: 'ANATORRES',
    name: nameOf('Ana Torres'),
  });
  expect(readSaleSearch('Bodega 24')).toMatchObject({
    docNumber: 'BODEGA24',
    name: nameOf('Bodega 24'),
  });
  expect(readSaleSearch('José')).toEqual({ ...NOTHING, name: nameOf('José') });
  expect(readSaleSearch('3M')).toEqual({ ...NOTHING, name: nameOf('3M') });
});

test.each([null, undefined, '', '  '])('%j is nothing', (text) => {
  expect(readSaleSearch(text)).toBeNull();
});
