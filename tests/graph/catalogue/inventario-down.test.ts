// Goal: without inventario the shop still reads its past, sells nothing by mistake, and goes on as
// soon as inventario is back.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  countRows,
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';
import { openShop, type Shop } from '../../support/shop.ts';

const WHOLE_REQUEST_MS = 3_000;

let graph: Graph;
let databases: GraphDatabases;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
});
afterEach(async () => {
  if (graph.pid('inventario') === undefined) await graph.start('inventario');
  await expectSettledAndSound(databases);
});
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

test('old sales read with their snapshots, and each product is null with an error at its place', async () => {
  const [radio, cable] = await shop.addProducts([
    { name: 'Radio', price: '100.00', stock: 2 },
    { name: 'Cable', price: '9.90', stock: 2 },
  ]);
  const { sale } = await shop.sell({
    items: [radio, cable].map((product) => ({ productId: product!.id, quantity: 1 })),
  });
  await graph.kill('inventario');

  const { status, data, errors, extensions } = await query(
    graph.urls.router,
    `query Sale($id: ID!) {
      venta(id: $id) {
        total
        items { productId sku productName unitPrice product { name price } }
      }
    }`,
    { id: sale!.id },
  );

  expect({ status, data, extensions }).toEqual({
    status: 200,
    data: {
      venta: {
        total: '109.90',
        items: [
          {
            ...{ productId: radio!.id, sku: radio!.sku, productName: 'Radio' },
            ...{ unitPrice: '100.00', product: null },
          },
          {
            ...{ productId: cable!.id, sku: cable!.sku, productName: 'Cable' },
            ...{ unitPrice: '9.90', product: null },
          },
        ],
      },
    },
    extensions: undefined,
  });
  for (const error of errors ?? []) {
    expect(error).toEqual({
      message: 'Servicio no disponible; intente de nuevo.',
      path: ['venta', 'items', expect.any(Number), 'product'],
      extensions: { code: 'SERVICE_UNAVAILABLE', requestId: expect.any(String) },
    });
  }
  expect(errors?.map(({ path }) => path?.[2])).toContain(0);
  expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|localhost|http:|ECONNREFUSED/);
});

test('what ventas alone knows is answered beside what inventario cannot answer', async () => {
  await graph.kill('inventario');
  const { data, errors } = await query(
    graph.urls.router,
    '{ vendedores { totalCount } producto(sku: "x") { name } }',
  );
  expect(data).toEqual({ vendedores: { totalCount: 1 }, producto: null });
  expect(errors).toMatchObject([
    { path: ['producto'], extensions: { code: 'SERVICE_UNAVAILABLE' } },
  ]);
});

test('realizarVenta says INVENTORY_UNAVAILABLE in time, and its key sells once when inventario is back', async () => {
  const { id: productId } = await shop.addProduct({ stock: 1 });
  const order = { idempotencyKey: randomUUID(), items: [{ productId, quantity: 1 }] };
  const salesBefore = await countRows(databases.ventas, 'Sale');
  await graph.kill('inventario');

  const startedAtMs = performance.now();
  const answer = await shop.sell(order);
  expect(performance.now() - startedAtMs).toBeLessThan(WHOLE_REQUEST_MS);
  expect(answer).toEqual({
    sale: null,
    replayed: false,
    userErrors: [
      {
        __typename: 'BasicError',
        code: 'INVENTORY_UNAVAILABLE',
        message: 'Inventario no disponible; intente de nuevo con la misma clave.',
        path: ['input'],
      },
    ],
  });
  expect(await countRows(databases.ventas, 'Sale')).toBe(salesBefore);

  await graph.start('inventario');
  const sold = await shop.sell(order);
  expect(sold).toMatchObject({ replayed: false, userErrors: [] });
  expect(await shop.sell(order)).toEqual({ ...sold, replayed: true });
  expect(await countRows(databases.ventas, 'Sale')).toBe(salesBefore + 1);
  expect((await shop.stockOf(productId)).available).toBe(0);
});

test('an inventario that is frozen costs no more than the deadline, and leaves nothing held', async () => {
  const { id: productId } = await shop.addProduct({ stock: 1 });
  const order = { idempotencyKey: randomUUID(), items: [{ productId, quantity: 1 }] };
  graph.pause('inventario');

  const startedAtMs = performance.now();
  const { sale, userErrors } = await shop.sell(order);
  const tookMs = performance.now() - startedAtMs;
  graph.resume('inventario');

  expect(sale).toBeNull();
  expect(userErrors).toMatchObject([{ code: 'INVENTORY_UNAVAILABLE' }]);
  expect(tookMs).toBeLessThan(WHOLE_REQUEST_MS);
  await expectSettledAndSound(databases);
  expect((await shop.stockOf(productId)).available).toBe(1);
  expect((await shop.sell(order)).sale).not.toBeNull();
});

test('while inventario is down, an old key still answers with its sale', async () => {
  const { id: productId } = await shop.addProduct({ stock: 1 });
  const order = { idempotencyKey: randomUUID(), items: [{ productId, quantity: 1 }] };
  const sold = await shop.sell(order);
  await expectSettledAndSound(databases);
  await graph.kill('inventario');
  expect(await shop.sell(order)).toEqual({ ...sold, replayed: true });
});

test('after many failures ventas stops asking, answers at once, and asks again by itself', async () => {
  const { id: productId } = await shop.addProduct({ stock: 1 });
  const sell = () => shop.sell({ items: [{ productId, quantity: 1 }] });
  await graph.kill('inventario');
  // Nothing is begun that cannot go on: a sale then leaves no attempt behind.
  const countAttempts = () => countRows(databases.ventas, 'SaleAttempt');
  await eventually('ventas stops asking', async () => {
    const before = await countAttempts();
    const { userErrors } = await sell();
    expect(userErrors).toMatchObject([{ code: 'INVENTORY_UNAVAILABLE' }]);
    return (await countAttempts()) === before;
  });
  const health = await fetch(new URL('/health/ready', graph.urls.ventas));
  expect(health.status).toBe(200);

  await graph.start('inventario');
  const order = { idempotencyKey: randomUUID(), items: [{ productId, quantity: 1 }] };
  await eventually('ventas asks again', async () => (await shop.sell(order)).sale, 20_000);
  expect((await shop.stockOf(productId)).available).toBe(0);
}, 40_000);
