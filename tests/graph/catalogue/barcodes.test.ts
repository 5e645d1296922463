// Goal: a barcode is one product's, however it is written, and products may exchange theirs.
import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gtinOf } from '../../../common/values/gtin.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { ERROR_FIELDS, openShop, type Shop, type ShopError } from '../../support/shop.ts';
import { IMPORT, type ImportVariables } from './generated/product-import.api.ts';

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
});
afterAll(() => graph?.stop());

type Row = ImportVariables['rows'][number];

async function importRows(rows: readonly Row[]) {
  const { importarProductos } = await shop.send(IMPORT, { rows });
  const { results, userErrors } = importarProductos;
  const statuses = results.map(({ status }) => status);
  const errors = userErrors.map(({ code, path }) => [code, ...(path ?? [])].join(' '));
  return { statuses, errors, barcodes: results.map(({ product }) => product?.barcode) };
}

const row = (sku: string, barcode: string): Row => {
  return { sku, name: 'Radio', price: '1.00', barcode };
};

/** A number of 12 digits that no other test has. */
function newUpc(): string {
  const digits = `0${randomInt(1e9, 1e10)}`;
  const last = Array.from({ length: 10 }, (_, digit) => `${digits}${digit}`);
  return last.find((code) => gtinOf(code) !== null)!;
}

async function createWith(barcode: string) {
  const { added } = await shop.ask<{
    added: { product: { id: string; version: number } | null; userErrors: ShopError[] };
  }>(
    `mutation Add($input: CrearProductoInput!) {
      added: crearProducto(input: $input) { product { id version } userErrors { ${ERROR_FIELDS} } }
    }`,
    { input: { sku: randomUUID(), name: 'Radio', price: '1.00', barcode } },
  );
  return { ...added, codes: added.userErrors.map(({ code }) => code) };
}

async function edit(product: { id: string; version: number }, changes: object) {
  const { edited } = await shop.ask<{
    edited: { product: { version: number } | null; userErrors: ShopError[] };
  }>(
    `mutation Edit($input: ActualizarProductoInput!) {
      edited: actualizarProducto(input: $input) {
        product { version }
        userErrors { ${ERROR_FIELDS} }
      }
    }`,
    { input: { ...product, ...changes } },
  );
  return edited.userErrors.map(({ code }) => code);
}

test('a swap and a rotation of three are one import', async () => {
  const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
  const codes = [newUpc(), newUpc(), 'plain-'.concat(randomUUID())];
  const [x, y, z] = codes as [string, string, string];
  await importRows([row(a, x), row(b, y), row(c, z)]);

  const swap = await importRows([row(a, y), row(b, x)]);
  expect(swap).toEqual({ statuses: ['UPDATED', 'UPDATED'], errors: [], barcodes: [y, x] });
  const rotation = await importRows([row(a, z), row(b, y), row(c, x)]);
  expect(rotation.errors).toEqual([]);
  expect(rotation.barcodes).toEqual([z, y, x]);
});

test('a code that is given up is taken in the same file, before or after', async () => {
  const [old, other] = [randomUUID(), randomUUID()];
  const [x, y, z, w] = [newUpc(), newUpc(), newUpc(), newUpc()];
  await importRows([row(old, x), row(other, z)]);
  const result = await importRows([
    ...[row(randomUUID(), x), row(old, y)],
    ...[row(other, w), row(randomUUID(), z)],
  ]);
  expect(result.errors).toEqual([]);
  expect(result.barcodes).toEqual([x, y, w, z]);
});

test('a code that its owner keeps is refused, and what waits for it with it', async () => {
  const [a, b] = [randomUUID(), randomUUID()];
  const [x, y, z] = [newUpc(), newUpc(), newUpc()];
  await importRows([row(a, x), row(b, y), row(randomUUID(), z)]);
  const result = await importRows([row(a, y), row(b, z), row(randomUUID(), x)]);
  expect(result.errors).toEqual(
    [0, 1, 2].map((at) => `DUPLICATE_BARCODE input rows ${at} barcode`),
  );
});

test('a number is one product, whatever its leading zeros and whoever writes it', async () => {
  const upc = newUpc();
  const { product } = await createWith(`0${upc}`);
  for (const same of [upc, `0${upc}`, `00${upc}`]) {
    expect((await createWith(same)).codes).toEqual(['DUPLICATE_BARCODE']);
    expect((await importRows([row(randomUUID(), same)])).errors).toEqual([
      'DUPLICATE_BARCODE input rows 0 barcode',
    ]);
  }
  const other = (await createWith(newUpc())).product!;
  expect(await edit(other, { barcode: upc })).toEqual(['DUPLICATE_BARCODE']);
  expect(await edit(product!, { barcode: upc })).toEqual([]);
  expect(await edit({ ...product!, version: product!.version + 1 }, { barcode: null })).toEqual([]);
  expect(await edit(other, { barcode: `00${upc}` })).toEqual([]);

  const [one, two] = [newUpc(), newUpc()];
  const twice = await importRows([row(randomUUID(), one), row(randomUUID(), `0${one}`)]);
  expect(twice.errors).toEqual(['DUPLICATE_BARCODE input rows 1 barcode']);
  expect((await importRows([row(randomUUID(), two), row(randomUUID(), two)])).errors).toHaveLength(
    1,
  );
});

test('what is no number is a plain code: its zeros count', async () => {
  const wrong = `${newUpc().slice(0, -1)}`;
  const result = await importRows([row(randomUUID(), wrong), row(randomUUID(), `0${wrong}`)]);
  const isNumber = [wrong, `0${wrong}`].map((code) => gtinOf(code) !== null);
  expect(isNumber[0]).toBe(false);
  expect(result.errors).toEqual([]);
});
