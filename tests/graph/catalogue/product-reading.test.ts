// Goal: a client that reads the catalog through the router finds every product, once, in a stable
// order.
// Long because all that can be asked of the catalog is asked of one graph, which starts slowly.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { openGraphDatabases } from '../../support/graph-databases.ts';
import { callAs } from '../../support/service-call.ts';
import { type NewProduct, openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
});
afterAll(() => graph?.stop());

interface Page {
  edges: readonly { cursor: string; node: { sku: string } }[];
  nodes: readonly { sku: string }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  totalCount: number;
}

const PRODUCTS = `query Products(
  $search: String, $categoryId: ID, $status: ProductStatus, $orderBy: ProductOrder
  $first: Int, $after: String
) {
  page: productos(
    search: $search, categoryId: $categoryId, status: $status, orderBy: $orderBy
    first: $first, after: $after
  ) {
    edges { cursor node { sku } }
    nodes { sku }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
  }
}`;

async function readPage(variables: Record<string, unknown>): Promise<Page> {
  return (await shop.ask<{ page: Page }>(PRODUCTS, variables)).page;
}

const skusOf = ({ nodes }: Page) => nodes.map(({ sku }) => sku);

/** Reads pages until there are no more. */
async function readToTheEnd(variables: Record<string, unknown>): Promise<string[]> {
  const skus: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await readPage({ ...variables, after });
    expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
    skus.push(...skusOf(page));
    if (!page.pageInfo.hasNextPage) return skus;
    after = page.pageInfo.endCursor;
  }
}

/** A category of its own, so that a test lists its own products only. @returns its id and slug */
async function addCategory(name: string, parentId: string | null = null) {
  const slug = `c-${randomUUID()}`;
  const { added } = await shop.ask<{ added: { category: { id: string } } }>(
    `mutation Add($input: CrearCategoriaInput!) {
      added: crearCategoria(input: $input) { category { id } }
    }`,
    { input: { name, slug, parentId } },
  );
  return { id: added.category.id, slug };
}

test('a product is found by id and by its exact SKU; upper and lower case are two products', async () => {
  const suffix = randomUUID();
  const [lower, upper] = await shop.addProducts([
    { sku: `15056bl-${suffix}`, name: 'Paraguas azul' },
    { sku: `15056BL-${suffix}`, name: 'Paraguas azul' },
  ]);
  const FIND = 'query Find($id: ID, $sku: String) { producto(id: $id, sku: $sku) { id sku } }';
  const find = async (by: { id?: string; sku?: string }) =>
    (await shop.ask<{ producto: unknown }>(FIND, by)).producto;

  expect(await find({ sku: lower!.sku })).toEqual({ id: lower!.id, sku: lower!.sku });
  expect(await find({ sku: upper!.sku })).toEqual({ id: upper!.id, sku: upper!.sku });
  expect(await find({ id: upper!.id })).toEqual({ id: upper!.id, sku: upper!.sku });
  expect(await find({ sku: `15056Bl-${suffix}` })).toBeNull();
  expect(await find({ id: '2147483647' })).toBeNull();
  expect(await find({ id: '1 OR 1=1' })).toBeNull();
});

test.each([{}, { id: '1', sku: 'x' }])(
  'producto needs exactly one of id and sku, not %j',
  async (by) => {
    const FIND = 'query Find($id: ID, $sku: String) { producto(id: $id, sku: $sku) { id } }';
    expect(await shop.codesOf(FIND, by)).toEqual(['BAD_USER_INPUT']);
  },
);

test('inventario knows a product by both keys, and an unknown key is null among the others', async () => {
  const product = await shop.addProduct({ name: 'Radio' });
  const { status, text } = await callAs(graph, {
    caller: 'router',
    callee: 'inventario',
    document: `query Entities($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Product { id sku name } }
    }`,
    variables: {
      representations: [
        { __typename: 'Product', id: product.id },
        { __typename: 'Product', sku: product.sku },
        { __typename: 'Product', id: '2147483647' },
        { __typename: 'Product', sku: product.sku.toLowerCase() },
      ],
    },
  });
  const found = { id: product.id, sku: product.sku, name: 'Radio' };
  expect({ status, body: JSON.parse(text) }).toEqual({
    status: 200,
    body: { data: { _entities: [found, found, null, null] } },
  });
});

test('categories form a tree: parents first, children by name, products of all below', async () => {
  const top = await addCategory('Hogar');
  const kitchen = await addCategory('Cocina', top.id);
  const ovens = await addCategory('Hornos', kitchen.id);
  const audio = await addCategory('Audio', top.id);
  const [oven, radio] = await shop.addProducts([
    { name: 'Horno', categorySlug: ovens.slug },
    { name: 'Radio', categorySlug: audio.slug },
  ]);

  const { categorias } = await shop.ask<{ categorias: { id: string }[] }>(
    `{ categorias {
      id name parent { id } children { name } products { totalCount nodes { sku } }
    } }`,
  );

  const mine = [top, kitchen, ovens, audio].map(({ id }) => id);
  const products = (...skus: string[]) => ({
    totalCount: skus.length,
    nodes: skus.map((sku) => ({ sku })),
  });
  expect(categorias.filter(({ id }) => mine.includes(id))).toEqual([
    {
      id: top.id,
      name: 'Hogar',
      parent: null,
      children: [{ name: 'Audio' }, { name: 'Cocina' }],
      products: products(oven!.sku, radio!.sku),
    },
    {
      id: audio.id,
      name: 'Audio',
      parent: { id: top.id },
      children: [],
      products: products(radio!.sku),
    },
    {
      id: kitchen.id,
      name: 'Cocina',
      parent: { id: top.id },
      children: [{ name: 'Hornos' }],
      products: products(oven!.sku),
    },
    {
      id: ovens.id,
      name: 'Hornos',
      parent: { id: kitchen.id },
      children: [],
      products: products(oven!.sku),
    },
  ]);
  expect(skusOf(await readPage({ categoryId: kitchen.id }))).toEqual([oven!.sku]);
  expect(skusOf(await readPage({ categoryId: '2147483647' }))).toEqual([]);
  expect(skusOf(await readPage({ categoryId: '' }))).toEqual([]);
});

const ORDERS = {
  NAME: (a: Row, b: Row) => compare(a.name.toLowerCase(), b.name.toLowerCase()) || a.id - b.id,
  SKU: (a: Row, b: Row) => compare(a.sku, b.sku),
  PRICE_ASC: (a: Row, b: Row) => a.price - b.price || a.id - b.id,
  PRICE_DESC: (a: Row, b: Row) => b.price - a.price || b.id - a.id,
  NEWEST: (a: Row, b: Row) => b.id - a.id,
};
type Row = { id: number; sku: string; name: string; price: number };
const compare = (a: string, b: string) => Number(a > b) - Number(a < b);

test.each(Object.entries(ORDERS))(
  'by %s, pages show every product once, equal ones too',
  async (orderBy, inOrder) => {
    const { id: categoryId, slug: categorySlug } = await addCategory('Paraguas');
    const suffix = randomUUID();
    // Names and prices repeat, names differ in case and accents, SKUs in case only.
    const fields: NewProduct[] = Array.from({ length: 23 }, (_, index) => ({
      sku: `${['15056bl', '15056BL', '15056Bl'][index % 3]}-${Math.floor(index / 3)}-${suffix}`,
      name: ['Paraguas', 'PARAGUAS', 'Bolso', 'paraguas', 'Zapato'][index % 5]!,
      price: ['10.00', '9.99', '100.00'][index % 3]!,
      categorySlug,
    }));
    const added = await shop.addProducts(fields);
    const rows = added.map(({ id, sku, name }, index): Row => {
      return { id: Number(id), sku, name, price: Number(fields[index]!.price) };
    });
    const expected = rows.toSorted(inOrder).map(({ sku }) => sku);

    for (const first of [1, 7, 23, 100]) {
      expect(await readToTheEnd({ categoryId, orderBy, first })).toEqual(expected);
    }
  },
);

test('a page tells where it begins and ends, and how long the whole list is', async () => {
  const { id: categoryId, slug: categorySlug } = await addCategory('Relojes');
  await shop.addProducts(['A', 'B', 'C'].map((name) => ({ name, categorySlug })));

  const page = await readPage({ categoryId, first: 2 });
  expect(page.edges.map(({ node }) => node)).toEqual(page.nodes);
  expect(page).toMatchObject({
    totalCount: 3,
    pageInfo: {
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: page.edges[0]!.cursor,
      endCursor: page.edges[1]!.cursor,
    },
  });
  const last = await readPage({ categoryId, first: 2, after: page.pageInfo.endCursor });
  expect(last).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: false } });
  const beyond = await readPage({ categoryId, after: last.pageInfo.endCursor });
  expect(beyond).toMatchObject({
    nodes: [],
    totalCount: 3,
    pageInfo: { hasNextPage: false, startCursor: null, endCursor: null },
  });
});

test('a product that is added before the cursor does not shift the next page', async () => {
  const { id: categoryId, slug: categorySlug } = await addCategory('Mochilas');
  const [, second, third] = await shop.addProducts(
    ['B', 'C', 'D'].map((name) => ({ name, categorySlug })),
  );
  const page = await readPage({ categoryId, first: 2 });
  await shop.addProduct({ name: 'A', categorySlug });
  expect(skusOf(page).at(-1)).toBe(second!.sku);
  const next = await readPage({ categoryId, first: 2, after: page.pageInfo.endCursor });
  expect(skusOf(next)).toEqual([third!.sku]);
});

test.each([0, -1, 101])('first: %i is refused', async (first) => {
  expect(await shop.codesOf(PRODUCTS, { first })).toEqual(['BAD_USER_INPUT']);
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each([
  ['is no cursor', 'hola'],
  ['has too few values', encode(['Radio'])],
  ['has too many values', encode(['Radio', 1, 1])],
  ['holds objects', encode([{ a: 1 }, { b: 2 }])],
  ['holds null', encode([null, 1])],
])('a cursor that %s is refused with a message in Spanish', async (_, after) => {
  const { data, errors } = await query(graph.urls.router, PRODUCTS, { after });
  expect(data).toEqual({ page: null });
  expect(errors).toEqual([
    {
      message: 'Datos de entrada inválidos. El cursor de after no es de esta lista.',
      path: ['page'],
      extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) },
    },
  ]);
});

test.each([
  ['NAME', 'PRICE_ASC'],
  ['PRICE_ASC', 'NAME'],
  ['PRICE_ASC', 'PRICE_DESC'],
  ['SKU', 'NEWEST'],
])('a cursor of the order %s is refused in the order %s', async (given, orderBy) => {
  const { id: categoryId, slug: categorySlug } = await addCategory('Lentes');
  await shop.addProducts([{ categorySlug }, { categorySlug }]);
  const { pageInfo } = await readPage({ categoryId, orderBy: given, first: 1 });
  const after = pageInfo.endCursor;
  expect(await shop.codesOf(PRODUCTS, { categoryId, orderBy, after })).toEqual(['BAD_USER_INPUT']);
});

test('a cursor of the customers is refused among the products', async () => {
  await shop.addCustomer();
  const { clientes } = await shop.ask<{ clientes: Page }>(
    '{ clientes(first: 1) { pageInfo { endCursor } } }',
  );
  expect(await shop.codesOf(PRODUCTS, { after: clientes.pageInfo.endCursor })).toEqual([
    'BAD_USER_INPUT',
  ]);
});

test('a search finds codes that begin with the text and names that hold it; % is a letter', async () => {
  const mark = randomUUID().slice(0, 8);
  const found = await shop.addProducts([
    { name: `${mark} uno` },
    { sku: `${mark}-2`, name: 'dos' },
    { barcode: `${mark}3`, name: 'tres' },
    { name: `no ${mark}` },
  ]);
  const [percent, inside] = await shop.addProducts([
    ...[{ name: `%${mark}` }, { name: `x${mark}` }],
    ...[
      { sku: `x-${mark}`, name: 'cuatro' },
      { barcode: `x-${mark}`, name: 'cinco' },
    ],
  ]);

  expect(skusOf(await readPage({ search: mark })).sort()).toEqual(
    [...found, percent!, inside!].map(({ sku }) => sku).sort(),
  );
  expect(skusOf(await readPage({ search: `%${mark}` }))).toEqual([percent!.sku]);
  expect(skusOf(await readPage({ search: `_${mark}` }))).toEqual([]);
});

test('a list can be narrowed to what is on sale', async () => {
  const { id: categoryId, slug: categorySlug } = await addCategory('Discos');
  const [gone, sold] = await shop.addProducts([{ categorySlug }, { categorySlug }]);
  await shop.ask(
    `mutation Stop($id: ID!, $version: Int!) {
      descontinuarProducto(input: { id: $id, version: $version }) { product { id } }
    }`,
    gone!,
  );
  expect(skusOf(await readPage({ categoryId, status: 'ACTIVE' }))).toEqual([sold!.sku]);
  expect(skusOf(await readPage({ categoryId, status: 'DISCONTINUED' }))).toEqual([gone!.sku]);
});

test('the ledger of a product is read newest first, a page at a time', async () => {
  const product = await shop.addProduct({ stock: 1 });
  const databases = openGraphDatabases(graph);
  for (let seq = 2; seq <= 5; seq++) {
    await databases.inventario.execute(
      `INSERT INTO StockMovement (productId, seq, kind, delta, availableAfter, occurredAt)
        VALUES (?, ?, 'RECEIPT', 1, ?, NOW(3))`,
      [product.id, seq, seq],
    );
  }
  await databases.close();
  const LEDGER = `query Ledger($id: ID!, $after: String) {
    producto(id: $id) {
      movements(first: 2, after: $after) { nodes { seq } totalCount pageInfo { endCursor } }
    }
  }`;
  type Ledger = {
    producto: { movements: { nodes: { seq: number }[]; pageInfo: { endCursor: string } } };
  };
  const first = (await shop.ask<Ledger>(LEDGER, product)).producto.movements;
  const after = first.pageInfo.endCursor;
  const second = (await shop.ask<Ledger>(LEDGER, { ...product, after })).producto.movements;
  expect([first, second]).toMatchObject([
    { nodes: [{ seq: 5 }, { seq: 4 }], totalCount: 5 },
    { nodes: [{ seq: 3 }, { seq: 2 }], totalCount: 5 },
  ]);
});
