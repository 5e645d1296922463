// Goal: a client that keeps a copy of the catalog gets every edit of a product, and nothing else
// moves one.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ANONYMOUS, query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { openGraphDatabases } from '../../support/graph-databases.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
}, 60_000);
afterAll(() => graph?.stop());

interface Changes {
  nodes: readonly { id: string; status: string; version: number; name: string }[];
  endCursor: string;
  hasNextPage: boolean;
}

const CHANGES = `query Changes($after: String, $first: Int) {
  changes: cambiosCatalogo(after: $after, first: $first) {
    nodes { id status version name } endCursor hasNextPage
  }
}`;

async function read(variables: { after?: string | null; first?: number } = {}): Promise<Changes> {
  return (await shop.ask<{ changes: Changes }>(CHANGES, variables)).changes;
}

/** The cursor behind everything. */
async function end(): Promise<string> {
  for (let after: string | null = null; ; ) {
    const { endCursor, hasNextPage } = await read({ after });
    if (!hasNextPage) return endCursor;
    after = endCursor;
  }
}

const INPUTS = {
  crearProducto: 'CrearProductoInput',
  actualizarProducto: 'ActualizarProductoInput',
  descontinuarProducto: 'CambiarEstadoProductoInput',
  reactivarProducto: 'CambiarEstadoProductoInput',
  importarProductos: 'ImportarProductosInput',
  ajustarStock: 'AjustarStockInput',
  crearCategoria: 'CrearCategoriaInput',
  actualizarCategoria: 'ActualizarCategoriaInput',
} as const;

const SELECTIONS: Partial<Record<keyof typeof INPUTS, string>> = {
  importarProductos: 'failed',
  crearCategoria: 'category { id }',
};

/** Sends an edit that must succeed. */
async function edit(mutation: keyof typeof INPUTS, input: object) {
  const selection = SELECTIONS[mutation] ?? '__typename';
  const text = `mutation Edit($input: ${INPUTS[mutation]}!) {
    edit: ${mutation}(input: $input) { ${selection} userErrors { code } }
  }`;
  type Answer = { edit: { category?: { id: string }; userErrors: unknown[] } };
  const { edit: answer } = await shop.ask<Answer>(text, { input });
  expect(answer.userErrors).toEqual([]);
  return answer;
}

const RADIO = { name: 'Radio', price: '10.00' };

test('every edit puts its product at the end, with what it is now', async () => {
  const [product] = await shop.addProducts([{ name: 'Radio' }, { name: 'Otra' }]);
  const { id, sku } = product!;
  let after = await end();
  const expectMoved = async (expected: object) => {
    const { nodes, endCursor, hasNextPage } = await read({ after });
    expect({ nodes, hasNextPage }).toEqual({
      nodes: [{ id, status: 'ACTIVE', name: 'Radio FM', ...expected }],
      hasNextPage: false,
    });
    after = endCursor;
  };
  await edit('actualizarProducto', { id, version: 1, name: 'Radio FM' });
  await expectMoved({ version: 2 });
  await edit('actualizarProducto', { id, version: 2, minimum: 3 });
  await expectMoved({ version: 3 });
  await edit('descontinuarProducto', { id, version: 3 });
  await expectMoved({ version: 4, status: 'DISCONTINUED' });
  await edit('reactivarProducto', { id, version: 4 });
  await expectMoved({ version: 5 });
  await edit('importarProductos', { rows: [{ sku, price: '11.00' }] });
  await expectMoved({ version: 6 });
});

test('new products come at the end, those of an import together', async () => {
  const after = await end();
  const skus = Array.from({ length: 3 }, () => randomUUID());
  await edit('importarProductos', { rows: skus.map((sku) => ({ sku, ...RADIO })) });
  await edit('crearProducto', { sku: randomUUID(), ...RADIO, name: 'Último' });
  const { nodes } = await read({ after });
  expect(nodes.map(({ name }) => name)).toEqual(['Radio', 'Radio', 'Radio', 'Último']);
});

test('neither stock, nor a category, nor what changes nothing or is refused moves a product', async () => {
  const slug = `c-${randomUUID()}`;
  const { category } = await edit('crearCategoria', { name: 'Audio', slug });
  const fields = { name: 'Radio', price: '10.00', stock: 5 };
  const [other, product] = await shop.addProducts([fields, fields]);
  const { id, sku } = product!;
  await edit('importarProductos', { rows: [{ sku, categorySlug: slug }] });
  // So the product is not the last one: had it a new place, it would be seen there.
  await edit('actualizarProducto', { id: other!.id, version: 1, name: 'Otra' });
  const after = await end();

  await shop.sell({ items: [{ productId: id, quantity: 1 }] });
  const adjustment = { productId: id, delta: 3, reason: 'x', idempotencyKey: randomUUID() };
  await edit('ajustarStock', adjustment);
  await edit('actualizarCategoria', { id: category!.id, version: 1, name: 'Sonido' });
  await edit('importarProductos', { rows: [{ sku, ...RADIO }] });
  const rows = [
    { sku, price: '99.00' },
    { sku: randomUUID(), ...RADIO },
  ];
  await edit('importarProductos', { rows, dryRun: true });
  const STALE = `mutation Stale($input: ActualizarProductoInput!) {
    actualizarProducto(input: $input) { userErrors { code } }
  }`;
  await shop.ask(STALE, { input: { id, version: 99, name: 'X' } });

  expect(await read({ after })).toEqual({ nodes: [], endCursor: after, hasNextPage: false });
});

test('edits by many at once are all read by somebody who reads meanwhile', async () => {
  const products = await shop.addProducts(Array.from({ length: 6 }, () => ({})));
  let after = await end();
  const versionById = new Map<string, number>();
  const readOn = async () => {
    const { nodes, endCursor } = await read({ after, first: 2 });
    for (const { id, version } of nodes) versionById.set(id, version);
    after = endCursor;
    return nodes.length;
  };
  let areEditing = true;
  const editing = products.map(async ({ id }, index) => {
    for (let version = 1; version <= 5 + index; version++) {
      await edit('actualizarProducto', { id, version, name: `Radio ${version}` });
    }
  });
  const reading = (async () => {
    while (areEditing) await readOn();
  })();
  await Promise.all(editing).finally(() => {
    areEditing = false;
  });
  await reading;
  while ((await readOn()) > 0);
  expect(versionById).toEqual(new Map(products.map(({ id }, index) => [id, 6 + index])));
});

test('anybody may read it, a page of up to 1,000 at a time', async () => {
  await shop.addProducts([{}, {}, {}]);
  const { data, errors } = await query<{ changes: Changes }>(
    graph.urls.router,
    CHANGES,
    { first: 2 },
    ANONYMOUS,
  );
  expect(errors).toBeUndefined();
  expect(data?.changes).toMatchObject({ nodes: [{}, {}], hasNextPage: true });
  expect((await read({ first: 1_000 })).nodes.length).toBeGreaterThan(2);
  for (const first of [0, -1, 1_001]) {
    expect([first, await shop.codesOf(CHANGES, { first })]).toEqual([first, ['BAD_USER_INPUT']]);
  }
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a cursor that is none, of another list, or of edits that never were is refused', async () => {
  await shop.addProduct();
  const { productos } = await shop.ask<{ productos: { pageInfo: { endCursor: string } } }>(
    '{ productos(first: 1) { pageInfo { endCursor } } }',
  );
  const [list] = JSON.parse(Buffer.from(await end(), 'base64url').toString()) as [string];
  const ahead = encode([list, 2_000_000_000, 1]);
  const cursors = ['hola', encode([list, 1]), encode([list, '1', 1]), ahead];
  for (const after of [...cursors, productos.pageInfo.endCursor]) {
    expect([after, await shop.codesOf(CHANGES, { after })]).toEqual([after, ['BAD_USER_INPUT']]);
  }
});

test('products of before the first edit come first', async () => {
  const { id } = await shop.addProduct();
  const databases = openGraphDatabases(graph);
  await databases.inventario.execute('UPDATE Product SET catalogVersion = 0 WHERE id = ?', [id]);
  await databases.close();
  const { nodes } = await read({ first: 1 });
  expect(nodes.map((node) => node.id)).toEqual([id]);
});
