import { expect, test } from '@jest/globals';
import { guessColumns, withField } from './columns.ts';

test('the columns of a usual file are known by their names', () => {
  const header = [
    'codigo_interno',
    'descripcion',
    'familia',
    'precio_venta',
    'cod_barra',
    'stock_minimo',
    'marca',
  ];
  expect(guessColumns(header)).toEqual([
    'sku',
    'name',
    'category',
    'price',
    'barcode',
    'minimum',
    null,
  ]);
});

test('the columns of the template are known', () => {
  const header = ['SKU', 'Nombre', 'Precio con IGV', 'Código de barras', 'Descripción'];
  expect(guessColumns(header)).toEqual(['sku', 'name', 'price', 'barcode', 'description']);
});

test('a field is guessed for one column only, the one that says it best', () => {
  expect(guessColumns(['Código', 'SKU', 'Precio', 'Precio de venta'])).toEqual([
    null,
    'sku',
    null,
    'price',
  ]);
});

test('a field that is put at another column leaves its first one', () => {
  expect(withField(['sku', 'name', null], 2, 'sku')).toEqual([null, 'name', 'sku']);
  expect(withField(['sku', 'name', null], 0, null)).toEqual([null, 'name', null]);
});
