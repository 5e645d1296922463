// Goal: many may edit the catalog without one undoing the other, and every refusal says why.
// Long because every refusal of an edit is tried on one graph, which starts slowly.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { ERROR_FIELDS, openShop, type Shop, type ShopError } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
});
afterAll(() => graph?.stop());

interface Product {
  id: string;
  sku: string;
  barcode: string | null;
  name: string;
  description: string | null;
  category: { id: string } | null;
  price: string;
  status: string;
  version: number;
  stock: { available: number; minimum: number; isLow: boolean };
}

const FIELDS = `id sku barcode name description category { id } price status version
  stock { available minimum isLow }`;

type Edit = { product: Product | null; userErrors: ShopError[] };

const INPUTS = {
  crearProducto: 'CrearProductoInput',
  actualizarProducto: 'ActualizarProductoInput',
  descontinuarProducto: 'CambiarEstadoProductoInput',
  reactivarProducto: 'CambiarEstadoProductoInput',
} as const;

function documentOf(mutation: keyof typeof INPUTS): string {
  return `mutation Edit($input: ${INPUTS[mutation]}!) {
    edit: ${mutation}(input: $input) { product { ${FIELDS} } userErrors { ${ERROR_FIELDS} } }
  }`;
}

async function edit(mutation: keyof typeof INPUTS, input: Record<string, unknown>): Promise<Edit> {
  return (await shop.ask<{ edit: Edit }>(documentOf(mutation), { input })).edit;
}

async function create(fields: Record<string, unknown> = {}): Promise<Product> {
  const { product, userErrors } = await edit('crearProducto', {
    ...{ sku: randomUUID(), name: 'Radio', price: '100.00' },
    ...fields,
  });
  expect(userErrors).toEqual([]);
  return product!;
}

async function addCategory(input: Record<string, unknown>) {
  const { added } = await shop.ask<{
    added: {
      category: { id: string; name: string; slug: string; parent: { id: string } | null } | null;
      userErrors: ShopError[];
    };
  }>(
    `mutation Add($input: CrearCategoriaInput!) {
      added: crearCategoria(input: $input) {
        category { id name slug parent { id } }
        userErrors { ${ERROR_FIELDS} }
      }
    }`,
    { input },
  );
  return added;
}

const codeAndPath = ({ userErrors }: { userErrors: readonly ShopError[] }) =>
  userErrors.map(({ code, path }) => [code, ...(path ?? [])].join(' '));

test('a new product has what was given and no stock', async () => {
  const { category } = await addCategory({ name: 'Audio', slug: `audio-${randomUUID()}` });
  const sku = randomUUID();
  const product = await create({
    ...{ sku, name: 'Radio', price: 99, barcode: `b-${sku}`, description: 'FM', minimum: 2 },
    categoryId: category!.id,
  });
  expect(product).toEqual({
    ...{ id: expect.any(String), sku, name: 'Radio', price: '99.00', barcode: `b-${sku}` },
    ...{ description: 'FM', category: { id: category!.id }, status: 'ACTIVE', version: 1 },
    stock: { available: 0, minimum: 2, isLow: true },
  });
});

test('a SKU or barcode that another product has is refused, one in another case is not', async () => {
  const sku = `Radio-${randomUUID()}`;
  await create({ sku, barcode: `B-${sku}` });

  const input = { sku, name: 'Otra', price: '1.00' };
  const sameSku = await edit('crearProducto', input);
  expect(sameSku.product).toBeNull();
  expect(codeAndPath(sameSku)).toEqual(['DUPLICATE_SKU input sku']);
  const sameBarcode = await edit('crearProducto', {
    ...{ ...input, sku: randomUUID(), barcode: `B-${sku}` },
  });
  expect(codeAndPath(sameBarcode)).toEqual(['DUPLICATE_BARCODE input barcode']);
  await create({ sku: sku.toLowerCase(), barcode: `b-${sku}` });
});

test('one SKU created by ten at once is one product', async () => {
  const input = { sku: randomUUID(), name: 'Radio', price: '1.00' };
  const edits = await Promise.all(Array.from({ length: 10 }, () => edit('crearProducto', input)));
  expect(edits.flatMap(({ product }) => product ?? [])).toHaveLength(1);
  expect(edits.flatMap(codeAndPath)).toEqual(Array(9).fill('DUPLICATE_SKU input sku'));
});

test.each(['0', '0.00', '-1', '500000.01', 0])(
  'a price of %j is refused as data',
  async (price) => {
    const { product, userErrors } = await edit('crearProducto', {
      ...{ sku: randomUUID(), name: 'Radio', price },
    });
    expect(product).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INVALID_PRICE', path: ['input', 'price'] }]);
  },
);

test.each(['1.999', '1,50', 'gratis', '', 1.5, true])(
  'a price of %j is no amount and is refused as malformed',
  async (price) => {
    const { errors } = await query(graph.urls.router, documentOf('crearProducto'), {
      input: { sku: randomUUID(), name: 'Radio', price },
    });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(/^Datos de entrada inválidos\./),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  },
);

test.each([0.01, 500000].map((soles) => soles.toFixed(2)))(
  'a price of %s is taken',
  async (price) => {
    expect((await create({ price })).price).toBe(price);
  },
);

test('all that is wrong with a product is told at once', async () => {
  const wrong = await edit('crearProducto', {
    ...{ sku: 's'.repeat(65), name: '\u200B', price: '0', barcode: '', minimum: -1 },
    ...{ description: 'd'.repeat(2_001), categoryId: '2147483647' },
  });
  expect(wrong.product).toBeNull();
  expect(codeAndPath(wrong)).toEqual([
    'INVALID_INPUT input sku',
    'INVALID_INPUT input name',
    'INVALID_INPUT input barcode',
    'INVALID_INPUT input description',
    'INVALID_PRICE input price',
    'INVALID_QUANTITY input minimum',
    'CATEGORY_NOT_FOUND input categoryId',
  ]);
});

test('an edit changes what is given, clears what is null and leaves the rest', async () => {
  const before = await create({ barcode: randomUUID(), description: 'FM', minimum: 1 });
  const { id, version } = before;
  const first = await edit('actualizarProducto', { id, version, price: '120.00', barcode: null });
  expect(first).toEqual({
    product: { ...before, price: '120.00', barcode: null, version: version + 1 },
    userErrors: [],
  });
  const second = await edit('actualizarProducto', { id, version: version + 1, name: 'Radio FM' });
  expect(second.product).toMatchObject({ name: 'Radio FM', description: 'FM', price: '120.00' });
});

test('of ten edits of one version, one is written and nine learn what it is now', async () => {
  const { id, version } = await create();
  const edits = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      edit('actualizarProducto', { id, version, name: `Radio ${index}` }),
    ),
  );
  const written = edits.filter(({ userErrors }) => userErrors.length === 0);
  expect(written).toHaveLength(1);
  expect(edits.flatMap(codeAndPath)).toEqual(Array(9).fill('STALE input version'));
  const now = written[0]!.product!;
  expect(now.version).toBe(version + 1);
  for (const { product } of edits) expect(product).toEqual(now);
});

test('an edit is refused for a barcode of another, a name of null, and a product of nobody', async () => {
  const barcode = randomUUID();
  await create({ barcode });
  const { id, version } = await create();

  const refused = (input: Record<string, unknown>) =>
    edit('actualizarProducto', { id, version, ...input }).then(codeAndPath);
  expect(await refused({ barcode })).toEqual(['DUPLICATE_BARCODE input barcode']);
  expect(await refused({ name: null })).toEqual(['INVALID_INPUT input name']);
  expect(await refused({ price: null })).toEqual(['INVALID_PRICE input price']);
  expect(await refused({ categoryId: 'x' })).toEqual(['CATEGORY_NOT_FOUND input categoryId']);
  expect(await refused({ id: '2147483647' })).toEqual(['PRODUCT_NOT_FOUND input id']);
  expect(await refused({ id: "1' OR '1'='1" })).toEqual(['PRODUCT_NOT_FOUND input id']);
});

test('a product is taken off sale and put back, each from the version that was seen', async () => {
  const { id, version } = await create();
  const stopped = await edit('descontinuarProducto', { id, version });
  expect(stopped).toMatchObject({ product: { status: 'DISCONTINUED', version: version + 1 } });

  const stale = await edit('reactivarProducto', { id, version });
  expect(codeAndPath(stale)).toEqual(['STALE input version']);
  expect(stale.product).toMatchObject({ status: 'DISCONTINUED', version: version + 1 });

  const back = await edit('reactivarProducto', { id, version: version + 1 });
  expect(back).toMatchObject({ product: { status: 'ACTIVE' }, userErrors: [] });
  const nobody = await edit('descontinuarProducto', { id: '2147483647', version });
  expect(codeAndPath(nobody)).toEqual(['PRODUCT_NOT_FOUND input id']);
});

test('a category takes its slug from its name, accents and signs removed', async () => {
  const mark = randomUUID().slice(0, 8);
  const top = await addCategory({ name: `Línea Blanca & Más ${mark}` });
  expect(top).toEqual({
    category: {
      ...{ id: expect.any(String), name: `Línea Blanca & Más ${mark}` },
      ...{ slug: `linea-blanca-mas-${mark}`, parent: null },
    },
    userErrors: [],
  });
  const below = await addCategory({ name: `Hornos ${mark}`, parentId: top.category!.id });
  expect(below.category?.parent).toEqual({ id: top.category!.id });
});

test('a category is refused for a slug of another, a bad form, or an unknown parent', async () => {
  const slug = `audio-${randomUUID()}`;
  await addCategory({ name: 'Audio', slug });
  const refused = (input: Record<string, unknown>) => addCategory(input).then(codeAndPath);

  expect(await refused({ name: 'Otra', slug })).toEqual(['DUPLICATE_SLUG input slug']);
  expect(await refused({ name: 'Audio', parentId: '' })).toEqual([
    'CATEGORY_NOT_FOUND input parentId',
  ]);
  expect(await refused({ name: 'Audio', slug: 'Con Espacios' })).toEqual([
    'INVALID_INPUT input slug',
  ]);
  expect(await refused({ name: '  ', slug: 'x'.repeat(121), parentId: '2147483647' })).toEqual([
    'INVALID_INPUT input name',
    'INVALID_INPUT input slug',
    'CATEGORY_NOT_FOUND input parentId',
  ]);
});
