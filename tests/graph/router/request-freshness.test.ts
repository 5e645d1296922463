// Goal: within one request a mutation's answer shows what the mutations before it and it itself did,
// whatever noun they edit and by whatever way it is read. Method: each request reads something,
// changes it and reads it again. The nouns: product (as itself, by SKU, below a movement, in a list),
// stock and its ledger, category (tree, children, products), customer, seller, account, sale (as
// itself, in lists, in a summary) and what was sold of a product.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;
beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
}, 60_000);
afterAll(() => graph?.stop());

test('a category added after another one stands among its siblings', async () => {
  const suffix = randomUUID();
  const add = (
    name: string,
  ) => `crearCategoria(input: { name: "${name} ${suffix}", parentId: $parent }) {
    category { parent { children { name } } } }`;
  const { crearCategoria } = await shop.ask<{ crearCategoria: { category: { id: string } } }>(
    `mutation { crearCategoria(input: { name: "Audio ${suffix}" }) { category { id } } }`,
  );
  type Added = { category: { parent: { children: object[] } } };
  const { one, two } = await shop.ask<{ one: Added; two: Added }>(
    `mutation Both($parent: ID!) { one: ${add('Radios')} two: ${add('Parlantes')} }`,
    { parent: crearCategoria.category.id },
  );
  expect(one.category.parent.children).toHaveLength(1);
  expect(two.category.parent.children).toHaveLength(2);
});

test('a sale made after its customer and seller were renamed shows their new names', async () => {
  const product = await shop.addProduct({ stock: 5 });
  const customerId = await shop.addCustomer('Ana');
  const sellerId = await shop.addSeller();
  const sell = `realizarVenta(input: {
    idempotencyKey: "KEY", sellerId: $sellerId, customerId: $customerId,
    items: [{ productId: $productId, quantity: 1 }]
  }) { sale { customer { name } seller { name } } userErrors { code } }`;
  const sold = await shop.ask<Record<'before' | 'after', { sale: object }>>(
    `mutation Rename($sellerId: ID!, $customerId: ID!, $productId: ID!) {
      before: ${sell.replace('KEY', randomUUID())}
      actualizarCliente(input: { id: $customerId, version: 1, name: "Eva" }) { userErrors { code } }
      actualizarVendedor(input: { id: $sellerId, version: 1, name: "Iris" }) { userErrors { code } }
      after: ${sell.replace('KEY', randomUUID())}
    }`,
    { sellerId, customerId, productId: product.id },
  );
  expect(sold.before.sale).toMatchObject({ customer: { name: 'Ana' } });
  expect(sold.after.sale).toEqual({ customer: { name: 'Eva' }, seller: { name: 'Iris' } });
});

test('an account that was changed twice is shown as it is after each change', async () => {
  type Edited = { user: { name: string; active: boolean; version: number } };
  const email = `${randomUUID()}@shop.test`;
  const { crearUsuario } = await shop.ask<{ crearUsuario: { user: { id: string } } }>(
    `mutation New($input: CrearUsuarioInput!) { crearUsuario(input: $input) { user { id } } }`,
    { input: { name: 'Luis', email, password: 'correct-horse-battery', roles: ['ALMACEN'] } },
  );
  const { one, two } = await shop.ask<Record<'one' | 'two', Edited>>(
    `mutation Twice($id: ID!) {
      one: actualizarUsuario(input: { id: $id, version: 1, name: "Luz" }) {
        user { name active version }
      }
      two: desactivarUsuario(input: { id: $id }) { user { name active version } }
    }`,
    { id: crearUsuario.user.id },
  );
  expect(one.user).toEqual({ name: 'Luz', active: true, version: 2 });
  expect(two.user).toEqual({ name: 'Luz', active: false, version: 3 });
});

test('a product that is renamed shows its new name at every depth of the same answer', async () => {
  const product = await shop.addProduct({ stock: 1 });
  type Named = { name: string };
  interface Answer {
    a: { movement: { product: Named } };
    b: { product: Named & { movements: { nodes: { product: Named }[] } } };
  }
  const answer = await shop.ask<Answer>(
    `mutation Renamed($id: ID!) {
      a: ajustarStock(input: {
        productId: $id, delta: 1, reason: "conteo", idempotencyKey: "${randomUUID()}"
      }) { movement { product { name } } }
      b: actualizarProducto(input: { id: $id, version: 1, name: "After" }) {
        product { name movements(first: 1) { nodes { product { name } } } }
      }
    }`,
    { id: product.id },
  );
  expect(answer.a.movement.product.name).not.toBe('After');
  expect(answer.b.product).toEqual({
    name: 'After',
    movements: { nodes: [{ product: { name: 'After' } }] },
  });
});

test('stock and ledger of a product are those after each correction', async () => {
  const product = await shop.addProduct({ stock: 1 });
  const correct = (delta: number) => `ajustarStock(input: {
    productId: $id, delta: ${delta}, reason: "conteo", idempotencyKey: "${randomUUID()}"
  }) { product { stock { available onHand } movements(first: 1) { totalCount nodes { delta } } } }`;
  type Corrected = { product: { stock: object; movements: { totalCount: number } } };
  const { one, two } = await shop.ask<Record<'one' | 'two', Corrected>>(
    `mutation Twice($id: ID!) { one: ${correct(4)} two: ${correct(2)} }`,
    { id: product.id },
  );
  expect(one.product).toMatchObject({
    stock: { available: 5, onHand: 5 },
    movements: { nodes: [{ delta: 4 }] },
  });
  expect(two.product).toMatchObject({
    stock: { available: 7, onHand: 7 },
    movements: { totalCount: one.product.movements.totalCount + 1, nodes: [{ delta: 2 }] },
  });
});

test('a product that moves to another category is in its list and not in the one before', async () => {
  const suffix = randomUUID();
  const add = (name: string) =>
    `${name}: crearCategoria(input: { name: "${name} ${suffix}" }) { category { id } }`;
  type Made = Record<'uno' | 'dos', { category: { id: string } }>;
  const made = await shop.ask<Made>(`mutation { ${add('uno')} ${add('dos')} }`);
  const product = await shop.addProduct({ stock: 0 });
  const move = (version: number, categoryId: string) => `actualizarProducto(input: {
    id: $id, version: ${version}, categoryId: "${categoryId}"
  }) { product { category { id products(first: 5) { nodes { id } } } } }`;
  type Moved = { product: { category: object } };
  const { one, two } = await shop.ask<Record<'one' | 'two', Moved>>(
    `mutation Move($id: ID!) {
      one: ${move(1, made.uno.category.id)}
      two: ${move(2, made.dos.category.id)}
    }`,
    { id: product.id },
  );
  const holding = (id: string) => ({ id, products: { nodes: [{ id: product.id }] } });
  expect(one.product.category).toEqual(holding(made.uno.category.id));
  expect(two.product.category).toEqual(holding(made.dos.category.id));
});

test('a sale made after another one is in the lists and sums of its customer and product', async () => {
  const product = await shop.addProduct({ stock: 9 });
  const customerId = await shop.addCustomer('Ana');
  const sellerId = await shop.addSeller();
  const sell = `realizarVenta(input: {
    idempotencyKey: "KEY", sellerId: $sellerId, customerId: $customerId,
    items: [{ productId: $productId, quantity: 2 }]
  }) {
    sale {
      items { product { unitsSold } }
      customer { sales(first: 5) { totalCount } }
      seller { sales(first: 5) { totalCount } }
    }
  }`;
  const sold = await shop.ask<Record<'one' | 'two', { sale: object }>>(
    `mutation Sell($sellerId: ID!, $customerId: ID!, $productId: ID!) {
      one: ${sell.replace('KEY', randomUUID())}
      two: ${sell.replace('KEY', randomUUID())}
    }`,
    { sellerId, customerId, productId: product.id },
  );
  const expected = (count: number) => ({
    items: [{ product: { unitsSold: 2 * count } }],
    customer: { sales: { totalCount: count } },
    seller: { sales: { totalCount: count } },
  });
  expect(sold.one.sale).toEqual(expected(1));
  expect(sold.two.sale).toEqual(expected(2));
});

test('whoever changes their own data in one request sees each change', async () => {
  const email = `${randomUUID()}@shop.test`;
  type Changed = Record<'one' | 'two', { user: { version: number }; userErrors: object[] }>;
  const { crearUsuario } = await shop.ask<{ crearUsuario: { user: { id: string } } }>(
    `mutation New($input: CrearUsuarioInput!) { crearUsuario(input: $input) { user { id } } }`,
    { input: { name: 'Eva', email, password: 'correct-horse-battery', roles: ['ALMACEN'] } },
  );
  const change = (version: number, name: string) => `actualizarUsuario(input: {
    id: $id, version: ${version}, name: "${name}" }) { user { name version } userErrors { code } }`;
  const { one, two } = await shop.ask<Changed>(
    `mutation Twice($id: ID!) { one: ${change(1, 'Iris')} two: ${change(2, 'Noa')} }`,
    { id: crearUsuario.user.id },
  );
  expect(one).toEqual({ user: { name: 'Iris', version: 2 }, userErrors: [] });
  expect(two).toEqual({ user: { name: 'Noa', version: 3 }, userErrors: [] });
});
