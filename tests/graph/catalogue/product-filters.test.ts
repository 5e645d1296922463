// Goal: a list of products can be narrowed to given ids and to what runs low, beside every other
// filter, in every order, page by page.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
}, 60_000);
afterAll(() => graph?.stop());

const PRODUCTS = `query Products(
  $search: String, $categoryId: ID, $status: ProductStatus, $ids: [ID!], $lowStock: Boolean
  $orderBy: ProductOrder, $first: Int, $after: String
) {
  page: productos(
    search: $search, categoryId: $categoryId, status: $status, ids: $ids, lowStock: $lowStock
    orderBy: $orderBy, first: $first, after: $after
  ) {
    nodes { name stock { isLow } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`;

interface Page {
  nodes: readonly { name: string; stock: { isLow: boolean } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: number;
}

async function read(variables: Record<string, unknown>): Promise<Page> {
  return (await shop.ask<{ page: Page }>(PRODUCTS, variables)).page;
}

const namesOf = ({ nodes }: Page) => nodes.map(({ name }) => name);

test('the products of given ids are listed once each, in the order asked for; others are left out', async () => {
  const [b, a, c] = await shop.addProducts([{ name: 'B' }, { name: 'A' }, { name: 'C' }]);
  await shop.addProduct({ name: 'D' });
  const ids = [c!.id, a!.id, b!.id, a!.id, '2147483647', 'x', '1 OR 1=1', ''];
  const page = await read({ ids });
  expect([namesOf(page), page.totalCount]).toEqual([['A', 'B', 'C'], 3]);
  expect(namesOf(await read({ ids, orderBy: 'NEWEST' }))).toEqual(['C', 'A', 'B']);
  expect(namesOf(await read({ ids, search: 'b' }))).toEqual(['B']);
  expect(namesOf(await read({ ids: ['x'] }))).toEqual([]);
  expect(namesOf(await read({ ids: [] }))).toEqual([]);
  const first = await read({ ids, first: 2 });
  expect(namesOf(first)).toEqual(['A', 'B']);
  const after = first.pageInfo.endCursor;
  expect(namesOf(await read({ ids, first: 2, after }))).toEqual(['C']);
});

test('a list takes 100 ids and no more', async () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));
  expect(await shop.codesOf(PRODUCTS, { ids: ids(100) })).toEqual([]);
  const { errors } = await query(graph.urls.router, PRODUCTS, { ids: ids(101) });
  expect(errors).toMatchObject([
    {
      message: 'Datos de entrada inválidos. ids lleva 100 como máximo.',
      extensions: { code: 'BAD_USER_INPUT' },
    },
  ]);
});

/** Products of a category of its own: two that run low, one with enough, and two off sale. */
async function stockShelf() {
  const slug = `c-${randomUUID()}`;
  const { crearCategoria } = await shop.ask<{ crearCategoria: { category: { id: string } } }>(
    `mutation Add($slug: String!) {
      crearCategoria(input: { name: "Audio", slug: $slug }) { category { id } }
    }`,
    { slug },
  );
  const names = ['bajo', 'agotado', 'justo', 'sobra', 'retirado', 'retirado y bajo'];
  const stocks = [2, 0, 3, 4, 4, 0];
  const products = await shop.addProducts(
    names.map((name, index) => ({ name, stock: stocks[index]!, categorySlug: slug })),
  );
  for (const [index, { id, version }] of products.entries()) {
    // A product that is sold out is low even where nobody has set a minimum.
    const minimum = names[index] === 'agotado' ? 0 : 3;
    await shop.ask(
      `mutation Set($input: ActualizarProductoInput!) {
        actualizarProducto(input: $input) { product { id } }
      }`,
      { input: { id, version, minimum } },
    );
  }
  for (const { id, version } of products.slice(4)) {
    await shop.ask(
      `mutation Stop($input: CambiarEstadoProductoInput!) {
        descontinuarProducto(input: $input) { product { id } }
      }`,
      { input: { id, version: version + 1 } },
    );
  }
  return { categoryId: crearCategoria.category.id, ids: products.map(({ id }) => id) };
}

test('what is on sale and at or below its minimum runs low; the rest are the others', async () => {
  const { categoryId, ids } = await stockShelf();
  const low = await read({ categoryId, lowStock: true });
  expect(low.nodes).toEqual(
    ['agotado', 'bajo', 'justo'].map((name) => ({ name, stock: { isLow: true } })),
  );
  expect(low.totalCount).toBe(3);
  const others = { categoryId, lowStock: false };
  expect(namesOf(await read(others))).toEqual(['retirado', 'retirado y bajo', 'sobra']);
  expect(namesOf(await read({ ...others, status: 'ACTIVE' }))).toEqual(['sobra']);
  expect(namesOf(await read({ ...others, lowStock: null }))).toHaveLength(6);
  expect(namesOf(await read({ ids, lowStock: true, search: 'ba' }))).toEqual(['bajo']);
});

test.each(['NAME', 'SKU', 'PRICE_ASC', 'PRICE_DESC', 'NEWEST'])(
  'what runs low is read page by page by %s',
  async (orderBy) => {
    const { categoryId } = await stockShelf();
    const names: string[] = [];
    for (let after: string | null = null, hasNextPage = true; hasNextPage; ) {
      const page = await read({ categoryId, lowStock: true, orderBy, first: 2, after });
      names.push(...namesOf(page));
      ({ endCursor: after, hasNextPage } = page.pageInfo);
    }
    expect(names.sort()).toEqual(['agotado', 'bajo', 'justo']);
  },
);
