// Goal: within one request a mutation's answer shows what the mutations before it did. Method: each
// request reads something, changes it and reads it again.
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
