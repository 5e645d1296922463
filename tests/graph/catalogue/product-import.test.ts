// Goal: an import keeps every good row, names every bad one, and can be repeated.
// Long because all that a file can hold is imported into one graph, which starts slowly.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ANONYMOUS, send } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { addSignedIn, as } from '../../support/accounts.ts';
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
  return { sku: randomUUID(), name: 'Radio', price: '10.00', openingStock: '5', ...fields };
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
  const good = newRow({ minimum: '3' });
  const repeated = newRow();

  const result = await importRows([
    good,
    newRow({ price: '0' }),
    newRow({ sku: '', name: '', openingStock: '-1' }),
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
    'INVALID_QUANTITY input rows 2 openingStock',
    'INVALID_INPUT input rows 2 name',
    'DUPLICATE_SKU input rows 4 sku',
    'CATEGORY_NOT_FOUND input rows 5 categorySlug',
    'DUPLICATE_BARCODE input rows 6 barcode',
  ]);
  expect(result.results[3]?.product?.name).toBe('Radio');
  expect(result.results[7]?.product).toMatchObject({ price: '11.00', version: 2 });
});

const CELLS: Readonly<Record<string, readonly [field: keyof Row, texts: readonly string[]]>> = {
  INVALID_PRICE: [
    'price',
    [
      '1,299.90',
      '1299,90',
      '12.500',
      '12.5.0',
      'S/ 12.50',
      '1e3',
      '-1',
      '0',
      '500000.01',
      'gratis',
    ],
  ],
  INVALID_QUANTITY: ['minimum', ['-1', '1.5', '1,000', 'tres', '1e3', '1000000001', '99999999999']],
  INVALID_INPUT: ['name', ['x'.repeat(201), 'a\u0007b', '\u200B']],
  CATEGORY_NOT_FOUND: ['categorySlug', ['no-such', 'x'.repeat(5_000)]],
};

test.each(Object.entries(CELLS))(
  'a cell that means %s refuses its row and no other',
  async (code, [field, texts]) => {
    const rows = texts.flatMap((text) => [newRow({ [field]: text }), newRow()]);
    const result = await importRows(rows);
    expect(countsOf(result)).toMatchObject({ created: texts.length, failed: texts.length });
    expect(errorsOf(result)).toEqual(
      texts.map((_, index) => `${code} input rows ${2 * index} ${field}`),
    );
  },
);

test('a code that cannot be read refuses its row', async () => {
  const sku = 'x'.repeat(65);
  const result = await importRows([newRow({ sku }), newRow({ barcode: sku }), newRow()]);
  expect(errorsOf(result)).toEqual([
    'INVALID_INPUT input rows 0 sku',
    'INVALID_INPUT input rows 1 barcode',
  ]);
  expect(countsOf(result)).toMatchObject({ created: 1, failed: 2 });
});

test('cells may have blanks around them, and amounts need no decimals', async () => {
  const sku = randomUUID();
  const row = { sku: ` ${sku} `, name: ' Radio\t', price: ' 1299.9\n', minimum: ' 3 ' };
  const { results } = await importRows([row, newRow({ price: '7' })]);
  expect(results[0]?.product).toMatchObject({ sku, name: 'Radio', price: '1299.90' });
  expect(results[1]?.product).toMatchObject({ price: '7.00' });
});

test('an empty cell gives nothing: what is there stays, and a new product lacks it', async () => {
  const known = newRow({ barcode: randomUUID(), minimum: '2' });
  const [created] = (await importRows([known])).results;
  const nothing = { name: '', price: null, barcode: '  ', description: '', categorySlug: '' };
  const units = { minimum: '', openingStock: '' };
  const result = await importRows([
    { sku: known.sku!, ...nothing, ...units },
    { sku: known.sku!.toUpperCase(), ...nothing, ...units },
    { name: 'Radio', price: '1.00' },
    {},
  ]);
  expect(result.results[0]).toEqual({ status: 'UNCHANGED', product: created?.product });
  expect(errorsOf(result)).toEqual([
    'INVALID_INPUT input rows 1 name',
    'INVALID_PRICE input rows 1 price',
    'INVALID_INPUT input rows 2 sku',
    'INVALID_INPUT input rows 3 sku',
    'INVALID_INPUT input rows 3 name',
    'INVALID_PRICE input rows 3 price',
  ]);
});

test('a dry run judges as an import does and writes nothing', async () => {
  const [known, same] = [newRow(), newRow()];
  const [before] = (await importRows([known, same])).results;
  const added = newRow();
  const rows = [{ ...known, price: '11.00' }, same, added, newRow({ price: 'x' })];
  const { importarProductos: dry } = await shop.send(IMPORT, { rows, dryRun: true });
  expect(countsOf(dry)).toEqual({ created: 1, updated: 1, unchanged: 1, failed: 1 });
  expect(dry.results.map(({ status }) => status)).toEqual([
    ...['UPDATED', 'UNCHANGED', 'CREATED', 'FAILED'],
  ]);
  expect(dry.results[0]?.product).toEqual(before?.product);
  expect(dry.results[2]?.product).toBeNull();
  expect(errorsOf(dry)).toEqual(['INVALID_PRICE input rows 3 price']);

  const real = await importRows(rows);
  expect(countsOf(real)).toEqual(countsOf(dry));
  expect(real.results[0]?.product).toMatchObject({ price: '11.00', version: 2 });
});

test('a dry run refuses what is twice in the file or belongs to another product', async () => {
  const barcode = randomUUID();
  const owner = newRow({ barcode });
  await importRows([owner]);
  const twice = newRow();
  const rows = [newRow({ barcode }), twice, { ...twice, name: 'Otra' }];
  const { importarProductos: dry } = await shop.send(IMPORT, { rows, dryRun: true });
  expect(errorsOf(dry)).toEqual([
    'DUPLICATE_BARCODE input rows 0 barcode',
    'DUPLICATE_SKU input rows 2 sku',
  ]);
  expect(countsOf(await importRows(rows))).toEqual(countsOf(dry));
});

test('a dry run beside imports of the same rows tells what is there, and each product is made once', async () => {
  const rows = Array.from({ length: 20 }, () => newRow());
  const runs = await Promise.all(
    [false, true, false, true, true].map(async (dryRun) => {
      return { dryRun, ...(await shop.send(IMPORT, { rows, dryRun })).importarProductos };
    }),
  );
  const real = runs.filter(({ dryRun }) => !dryRun);
  expect(real.reduce((sum, { created }) => sum + created, 0)).toBe(20);
  for (const { created, unchanged } of runs) expect(created + unchanged).toBe(20);
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
  const rows = Array.from({ length: 1_000 }, (_, index) =>
    newRow({ openingStock: String(index % 3) }),
  );
  const result = await importRows(rows);
  expect(countsOf(result)).toEqual({ created: 1_000, updated: 0, unchanged: 0, failed: 0 });
  expect(result.results.map(({ product }) => product?.sku)).toEqual(rows.map(({ sku }) => sku));
  expect(result.results.map(({ product }) => product?.stock.available)).toEqual(
    rows.map(({ openingStock }) => Number(openingStock)),
  );
  await expectSettledAndSound(databases);

  const again = await importRows(rows);
  expect(countsOf(again)).toEqual({ created: 0, updated: 0, unchanged: 1_000, failed: 0 });
  expect(again.results.map(({ product }) => product)).toEqual(
    result.results.map(({ product }) => product),
  );
  await expectSettledAndSound(databases);
});

test('1,000 rows with all that can be said of them are imported at once', async () => {
  const description = 'ñ'.repeat(2_000);
  const rows = Array.from({ length: 1_000 }, () => newRow({ description }));
  const bytes = Buffer.byteLength(JSON.stringify(rows));
  expect(bytes).toBeGreaterThan(4_000_000);
  expect(countsOf(await importRows(rows))).toMatchObject({ created: 1_000, failed: 0 });
});

test('only an administrator may send so much, and six mebibytes are the most', async () => {
  const ofSize = (bytes: number) => ({ rows: [newRow({ description: 'x'.repeat(bytes) })] });
  const seller = await addSignedIn(graph, { roles: ['VENDEDOR'], sellerId: shop.sellerId });
  const sent = async (bytes: number, headers: Record<string, string> = {}) => {
    const { status, errors } = await send(graph.urls.router, IMPORT, ofSize(bytes), headers);
    return [status, errors?.[0]?.extensions?.['code']];
  };
  expect(await sent(2_000_000)).toEqual([200, undefined]);
  expect(await sent(7_000_000)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  expect(await sent(2_000_000, ANONYMOUS)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  expect(await sent(2_000_000, as(seller.accessToken))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  expect(await sent(2_000_000, as('a.b.c'))).toEqual([401, 'UNAUTHENTICATED']);
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
  const row = newRow({ barcode: randomUUID(), openingStock: '5' });
  const created = (await importRows([row])).results[0]!.product!;
  await shop.sell({ items: [{ productId: created.id, quantity: 2 }] });

  const { sku } = row;
  const result = await importRows([{ sku, name: 'Radio FM', price: '12.00', openingStock: '99' }]);

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
