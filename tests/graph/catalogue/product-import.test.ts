// Goal: an import keeps every good row, names every bad one, and can be repeated.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';
import { openShop, type Shop } from '../../support/shop.ts';
import { IMPORT, type ImportData, type ImportVariables } from './generated/product-import.api.ts';

let graph: Graph;
let databases: GraphDatabases;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
});
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

type Import = NonNullable<ImportData['importarProductos']>;
type Row = ImportVariables['rows'][number];

async function importRows(rows: readonly Row[]): Promise<Import> {
  return (await shop.send(IMPORT, { rows })).importarProductos;
}

const newRow = (fields: Partial<Row> = {}): Row => {
  return { sku: randomUUID(), name: 'Radio', price: '10.00', openingStock: 5, ...fields };
};

const countsOf = ({ created, updated, unchanged, failed }: Import) => {
  return { created, updated, unchanged, failed };
};

const errorsOf = ({ userErrors }: Import) =>
  userErrors.map(({ code, path }) => [code, ...(path ?? [])].join(' '));

test('good rows are kept among bad ones, and every error names its row', async () => {
  const barcode = randomUUID();
  const known = newRow({ barcode });
  await importRows([known]);
  const good = newRow({ minimum: 3 });
  const repeated = newRow();

  const result = await importRows([
    good,
    newRow({ price: '0' }),
    newRow({ sku: '', name: '', openingStock: -1 }),
    repeated,
    { ...repeated, name: 'Otra' },
    newRow({ categorySlug: 'no-such-category' }),
    newRow({ barcode }),
    { ...known, price: '11.00' },
  ]);

  expect(countsOf(result)).toEqual({ created: 2, updated: 1, unchanged: 0, failed: 5 });
  expect(result.results.map(({ status, product }) => [status, product?.sku])).toEqual([
    ['CREATED', good['sku']],
    ['FAILED', undefined],
    ['FAILED', undefined],
    ['CREATED', repeated['sku']],
    ['FAILED', undefined],
    ['FAILED', undefined],
    ['FAILED', undefined],
    ['UPDATED', known['sku']],
  ]);
  expect(errorsOf(result)).toEqual([
    'INVALID_PRICE input rows 1 price',
    'INVALID_INPUT input rows 2 sku',
    'INVALID_INPUT input rows 2 name',
    'INVALID_QUANTITY input rows 2 openingStock',
    'DUPLICATE_SKU input rows 4 sku',
    'CATEGORY_NOT_FOUND input rows 5 categorySlug',
    'DUPLICATE_BARCODE input rows 6 barcode',
  ]);
  expect(result.results[3]?.product?.name).toBe('Radio');
  expect(result.results[7]?.product).toMatchObject({ price: '11.00', version: 2 });
});

test('a bad row takes neither SKU nor barcode from a good one', async () => {
  const [sku, barcode] = [randomUUID(), randomUUID()];
  const result = await importRows([
    newRow({ sku, barcode, price: '0' }),
    newRow({ sku }),
    newRow({ barcode }),
  ]);
  expect(errorsOf(result)).toEqual(['INVALID_PRICE input rows 0 price']);
  expect(countsOf(result)).toMatchObject({ created: 2, failed: 1 });
});

test('1,000 rows are imported at once, each with its opening stock in the ledger', async () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => newRow({ openingStock: index % 3 }));
  const result = await importRows(rows);
  expect(countsOf(result)).toEqual({ created: 1_000, updated: 0, unchanged: 0, failed: 0 });
  expect(result.results.map(({ product }) => product?.sku)).toEqual(rows.map(({ sku }) => sku));
  expect(result.results.map(({ product }) => product?.stock.available)).toEqual(
    rows.map(({ openingStock }) => openingStock),
  );
  await expectSettledAndSound(databases);

  const again = await importRows(rows);
  expect(countsOf(again)).toEqual({ created: 0, updated: 0, unchanged: 1_000, failed: 0 });
  expect(again.results.map(({ product }) => product)).toEqual(
    result.results.map(({ product }) => product),
  );
  await expectSettledAndSound(databases);
});

test('no rows and 1,001 rows are refused whole', async () => {
  const rows = Array.from({ length: 1_001 }, () => newRow());
  expect(await shop.codesOf(IMPORT, { rows })).toEqual(['BAD_USER_INPUT']);
  expect(await shop.codesOf(IMPORT, { rows: [] })).toEqual(['BAD_USER_INPUT']);
  const { productos } = await shop.ask<{ productos: { totalCount: number } }>(
    'query Find($sku: String) { productos(search: $sku) { totalCount } }',
    { sku: rows[0]!['sku'] },
  );
  expect(productos.totalCount).toBe(0);
});

test('a second import changes data but never stock, and leaves what it does not name', async () => {
  const row = newRow({ barcode: randomUUID(), openingStock: 5 });
  const created = (await importRows([row])).results[0]!.product!;
  await shop.sell({ items: [{ productId: created.id, quantity: 2 }] });

  const { sku } = row;
  const result = await importRows([{ sku, name: 'Radio FM', price: '12.00', openingStock: 99 }]);

  expect(result.results).toEqual([
    {
      status: 'UPDATED',
      product: {
        ...created,
        ...{ name: 'Radio FM', price: '12.00', version: 2, stock: { available: 3 } },
      },
    },
  ]);
  await expectSettledAndSound(databases);
});

test('SKUs that differ in case only are two products', async () => {
  const suffix = randomUUID();
  const rows = ['15056bl', '15056BL'].map((code) => newRow({ sku: `${code}-${suffix}` }));
  const result = await importRows(rows);
  expect(countsOf(result)).toMatchObject({ created: 2, failed: 0 });
  expect(new Set(result.results.map(({ product }) => product?.id)).size).toBe(2);
});

test('the same rows imported by five at once make each product once', async () => {
  const rows = Array.from({ length: 20 }, () => newRow());
  const shuffled = [rows, rows.toReversed(), rows, rows.toReversed(), rows];
  const imports = await Promise.all(shuffled.map(importRows));
  expect(imports.reduce((sum, { created }) => sum + created, 0)).toBe(20);
  expect(imports.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(80);
  await expectSettledAndSound(databases);
});
