import { expect, test } from '@jest/globals';
import { categoryFinder, categoryName, importRows, missingCategories } from './import-rows.ts';

const MAPPING = ['sku', 'name', 'price', 'category', 'minimum'] as const;
const findCategory = categoryFinder([
  { slug: 'audio', name: 'Audio' },
  { slug: 'audifonos', name: 'Audífonos' },
]);
const rowsOf = (...rows: string[][]) =>
  importRows(
    rows.map((cells, at) => ({ line: at + 2, cells })),
    MAPPING,
    findCategory,
  );

test('a row becomes what the gateway takes, with plain amounts and the slug of its category', () => {
  const [row] = rowsOf(['A-1', ' Audífonos X ', 'S/ 1,299.9', 'AUDIO > audifonos', '8.0']);
  expect(row?.reasons).toEqual([]);
  expect(row?.input).toEqual({
    sku: 'A-1',
    name: 'Audífonos X',
    price: '1299.90',
    categorySlug: 'audifonos',
    minimum: '8',
  });
});

test('an empty cell and a column that is missing give nothing', () => {
  expect(rowsOf(['A-1', '', '10'])[0]?.input).toEqual({ sku: 'A-1', price: '10.00' });
});

test.each([
  [['', 'x'], 'SKU: está vacío'],
  [['A', 'x', '99,9O'], '¿hay una letra O en vez de un cero?'],
  [['A', 'x', 'diez'], 'Precio: «diez» no es un número'],
  [['A', 'x', '1', 'Muebles'], 'Categoría: «Muebles» no existe'],
  [['A', 'x', '1', '', '1.5'], 'Stock mínimo: «1.5» no son unidades enteras'],
])('%j says what is wrong', (cells, reason) => {
  expect(rowsOf(cells)[0]?.reasons.join()).toContain(reason);
});

test('the second row with a SKU names the line of the first', () => {
  const rows = rowsOf(['A', 'x'], ['B', 'y'], ['A', 'z']);
  expect(rows.map(({ reasons }) => reasons)).toEqual([[], [], ['SKU: repetido en la fila 2']]);
});

test('the categories that the shop does not have are told once, whatever row names them', () => {
  const rows = ['Audio', 'Hogar > Sillas', 'Muebles', 'Hogar > Sillas', ''].map((category, at) => ({
    line: at + 2,
    cells: [`A-${at}`, 'x', '1', category],
  }));
  const missing = missingCategories(rows, MAPPING, findCategory);
  expect(missing).toEqual(['Hogar > Sillas', 'Muebles']);
  expect(missing.map(categoryName)).toEqual(['Sillas', 'Muebles']);
});
