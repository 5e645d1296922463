// Goal: a text that a client asks with is judged before the database sees it, in every list.
// Method: all lists of the graph, each with its own cursor whose values are exchanged.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MAX_ARGUMENT_CHARACTERS, MAX_ID_CHARACTERS } from '../../../common/values/text-limits.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
  const product = await shop.addProduct({ stock: 5 });
  await shop.addCustomer();
  await shop.sell({ items: [{ productId: product.id, quantity: 1 }] });
}, 60_000);
afterAll(() => graph?.stop());

/** Lists that take a cursor; each has at least one row. */
const LISTS = [
  ...['NAME', 'SKU', 'PRICE_ASC', 'PRICE_DESC', 'NEWEST'].map(
    (order) => `productos(orderBy: ${order}, first: 1, after: $after)`,
  ),
  'ventas(first: 1, after: $after)',
  'clientes(first: 1, after: $after)',
  'vendedores(first: 1, after: $after)',
  'usuarios(first: 1, after: $after)',
  'auditoria(first: 1, after: $after)',
];

const documentOf = (list: string) =>
  `query List($after: String) { list: ${list} { pageInfo { endCursor } } }`;

/** Values as JSON writes them that no column of an order holds. */
const NO_VALUES = ['1e400', '-1e400', '1.5', 'null', 'true', '[1]', '{}', '"\\ud83d"'];

test.each(LISTS)('a value that no column holds is refused in a cursor of %s', async (list) => {
  const { list: page } = await shop.ask<{ list: { pageInfo: { endCursor: string } } }>(
    documentOf(list),
  );
  const { endCursor } = page.pageInfo;
  expect(await shop.codesOf(documentOf(list), { after: endCursor })).toEqual([]);
  const parts = JSON.parse(Buffer.from(endCursor, 'base64url').toString()) as unknown[];
  for (const value of NO_VALUES) {
    for (let place = 1; place < parts.length; place++) {
      const written = parts.map((part, index) => (index === place ? value : JSON.stringify(part)));
      const after = Buffer.from(`[${written}]`).toString('base64url');
      const codes = await shop.codesOf(documentOf(list), { after });
      expect([value, place, codes]).toEqual([value, place, ['BAD_USER_INPUT']]);
    }
  }
});

test.each(['ventas(after: $after)', 'auditoria(after: $after)'])(
  'a letter that the id of a row cannot hold is refused in a cursor of %s',
  async (list) => {
    const { list: page } = await shop.ask<{ list: { pageInfo: { endCursor: string } } }>(
      documentOf(list),
    );
    const parts = JSON.parse(Buffer.from(page.pageInfo.endCursor, 'base64url').toString());
    const after = Buffer.from(JSON.stringify([...parts.slice(0, -1), 'ñ'])).toString('base64url');
    expect(await shop.codesOf(documentOf(list), { after })).toEqual(['BAD_USER_INPUT']);
  },
);

const { search, after, sku, kind, docNumber } = MAX_ARGUMENT_CHARACTERS;

test.each([
  ...['productos', 'ventas', 'clientes', 'vendedores', 'usuarios'].map((list) => [
    `${list}(search: $text) { nodes { id } }`,
    search,
  ]),
  ['producto(sku: $text) { id }', sku],
  ['cliente(docNumber: $text) { id }', docNumber],
  ['producto(id: $text) { id }', MAX_ID_CHARACTERS],
  ['auditoria(kind: $text) { nodes { id } }', kind],
  ['productos(after: $text) { nodes { id } }', after],
  ['ventas(customerId: $text) { nodes { id } }', MAX_ID_CHARACTERS],
] as [string, number][])('%s takes a text of %i characters at most', async (field, longest) => {
  const type = /\w*[iI]d: \$text/.test(field) ? 'ID' : 'String';
  const ask = (text: string) => shop.codesOf(`query Ask($text: ${type}) { ${field} }`, { text });
  const isKind = field.startsWith('auditoria');
  if (!field.includes('after')) expect(await ask((isKind ? 'K' : 'x').repeat(longest))).toEqual([]);
  expect(await ask('x'.repeat(longest + 1))).toEqual(['BAD_USER_INPUT']);
  expect(await ask('%'.repeat(500_000))).toEqual(['BAD_USER_INPUT']);
});
