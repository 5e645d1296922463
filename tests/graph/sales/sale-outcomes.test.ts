// Goal: a sale takes exactly what it says, and a sale that is refused takes nothing and says why.
// Long because each way in which a sale ends is compared with the same shop.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  countRows,
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let databases: GraphDatabases;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
});
afterEach(() => expectSettledAndSound(databases));
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

const UNKNOWN_ID = '2147483647';

test('a sale keeps the order of its lines and repeated products, and adds up to the céntimo', async () => {
  const [cable, lamp] = await shop.addProducts([
    { price: '9.99', stock: 10 },
    { price: '1299.90', stock: 10 },
  ]);
  const customerId = await shop.addCustomer();

  const { sale, replayed, userErrors } = await shop.sell({
    customerId,
    items: [
      { productId: lamp!.id, quantity: 1 },
      { productId: cable!.id, quantity: 3 },
      { productId: lamp!.id, quantity: 2, expectedUnitPrice: '1299.90' },
    ],
  });

  expect({ replayed, userErrors }).toEqual({ replayed: false, userErrors: [] });
  expect(sale).toMatchObject({
    status: 'COMPLETED',
    currency: 'PEN',
    seller: { id: shop.sellerId },
    customer: { id: customerId },
    // 1299.90 → 1101.61 + 198.29; 29.97 → 25.40 + 4.57; 2599.80 → 2203.22 + 396.58.
    subtotal: '3330.23',
    tax: '599.44',
    discount: '0.00',
    total: '3929.67',
  });
  const common = { discount: '0.00', taxRate: '0.18' };
  const cableLine = { productId: cable!.id, sku: cable!.sku, productName: cable!.name };
  const lampLine = { productId: lamp!.id, sku: lamp!.sku, productName: lamp!.name };
  expect(sale?.items).toEqual([
    {
      ...{ ...common, ...lampLine, lineNumber: 1, quantity: 1, unitPrice: '1299.90' },
      ...{ base: '1101.61', tax: '198.29', total: '1299.90' },
    },
    {
      ...{ ...common, ...cableLine, lineNumber: 2, quantity: 3, unitPrice: '9.99' },
      ...{ base: '25.40', tax: '4.57', total: '29.97' },
    },
    {
      ...{ ...common, ...lampLine, lineNumber: 3, quantity: 2, unitPrice: '1299.90' },
      ...{ base: '2203.22', tax: '396.58', total: '2599.80' },
    },
  ]);
  expect(Date.now() - Date.parse(sale!.createdAt)).toBeLessThan(10_000);
  await expectSettledAndSound(databases);
  expect(await shop.stockOf(cable!.id)).toEqual({ onHand: 7, reserved: 0, available: 7 });
  expect(await shop.stockOf(lamp!.id)).toEqual({ onHand: 7, reserved: 0, available: 7 });
});

test('the ledger tells of a sale once per product, under the id of the sale', async () => {
  const product = await shop.addProduct({ stock: 10 });
  const { sale } = await shop.sell({
    items: [
      { productId: product.id, quantity: 1 },
      { productId: product.id, quantity: 3 },
    ],
  });

  const { producto } = await shop.ask<{ producto: { movements: { nodes: unknown[] } } }>(
    `query Ledger($id: ID!) {
      producto(id: $id) {
        movements { nodes { seq kind delta availableAfter reason actorId reference } }
      }
    }`,
    { id: product.id },
  );

  const byAdmin = { reason: null, actorId: '1' };
  expect(producto.movements.nodes).toEqual([
    { seq: 2, kind: 'SALE', delta: -4, availableAfter: 6, reference: sale?.id, ...byAdmin },
    { seq: 1, kind: 'INITIAL', delta: 10, availableAfter: 10, reference: null, ...byAdmin },
  ]);
});

test('the largest amounts of one line are exact', async () => {
  const product = await shop.addProduct({ price: '500000.00', stock: 100_000 });
  const { sale } = await shop.sell({ items: [{ productId: product.id, quantity: 100_000 }] });
  expect(sale).toMatchObject({
    subtotal: '42372881355.93',
    tax: '7627118644.07',
    total: '50000000000.00',
  });
});

test('new prices and names leave sales of before as they were', async () => {
  const product = await shop.addProduct({ name: 'Radio', price: '100.00', stock: 2 });
  const items = [{ productId: product.id, quantity: 1 }];
  const before = (await shop.sell({ items })).sale!;

  await shop.ask(
    `mutation Edit($id: ID!, $version: Int!) {
      actualizarProducto(input: { id: $id, version: $version, name: "Radio FM", price: "120.00" }) {
        product { id }
      }
    }`,
    product,
  );
  const after = (await shop.sell({ items })).sale!;

  const venta = await shop.readSale(before.id);
  expect(venta).toEqual(before);
  expect(venta.items[0]).toMatchObject({ productName: 'Radio', unitPrice: '100.00' });
  expect(after.items[0]).toMatchObject({ productName: 'Radio FM', unitPrice: '120.00' });
});

test('two short lines of three are both told with what is there, and nothing is taken', async () => {
  const [full, low, none] = await shop.addProducts([{ stock: 5 }, { stock: 2 }, { stock: 0 }]);

  const answer = await shop.sell({
    items: [
      { productId: low!.id, quantity: 3 },
      { productId: full!.id, quantity: 5 },
      { productId: none!.id, quantity: 1 },
    ],
  });

  const short = {
    __typename: 'InsufficientStockError',
    code: 'INSUFFICIENT_STOCK',
    message: 'No hay stock suficiente del producto.',
  };
  expect(answer).toEqual({
    sale: null,
    replayed: false,
    userErrors: [
      {
        ...short,
        path: ['input', 'items', '0'],
        product: { id: low!.id, sku: low!.sku },
        requested: 3,
        available: 2,
      },
      {
        ...short,
        path: ['input', 'items', '2'],
        product: { id: none!.id, sku: none!.sku },
        requested: 1,
        available: 0,
      },
    ],
  });
  expect((await shop.stockOf(full!.id)).available).toBe(5);
  expect((await shop.stockOf(low!.id)).available).toBe(2);
});

test('two lines of one product that fit alone but not together are rejected on their sum', async () => {
  const product = await shop.addProduct({ stock: 5 });
  const { sale, userErrors } = await shop.sell({
    items: [
      { productId: product.id, quantity: 3 },
      { productId: product.id, quantity: 3 },
    ],
  });
  expect(sale).toBeNull();
  expect(userErrors).toMatchObject([{ code: 'INSUFFICIENT_STOCK', requested: 6, available: 5 }]);
  expect((await shop.stockOf(product.id)).available).toBe(5);
});

test('every reason is told at once: unknown, discontinued, dearer and short', async () => {
  const [gone, dearer, short] = await shop.addProducts([
    { stock: 5 },
    { stock: 5, price: '12.00' },
    { stock: 1 },
  ]);
  await shop.ask(
    `mutation Stop($id: ID!, $version: Int!) {
      descontinuarProducto(input: { id: $id, version: $version }) { product { id } }
    }`,
    gone!,
  );

  const { sale, userErrors } = await shop.sell({
    items: [
      { productId: UNKNOWN_ID, quantity: 1 },
      { productId: 'no-id-at-all', quantity: 1 },
      { productId: gone!.id, quantity: 1 },
      { productId: dearer!.id, quantity: 1, expectedUnitPrice: '11.99' },
      { productId: short!.id, quantity: 2 },
    ],
  });

  expect(sale).toBeNull();
  expect(userErrors).toMatchObject([
    { code: 'PRODUCT_NOT_FOUND', path: ['input', 'items', '0'] },
    { code: 'PRODUCT_NOT_FOUND', path: ['input', 'items', '1'] },
    { code: 'PRODUCT_DISCONTINUED', path: ['input', 'items', '2'] },
    {
      __typename: 'PriceChangedError',
      code: 'PRICE_CHANGED',
      path: ['input', 'items', '3'],
      expected: '11.99',
      current: '12.00',
      product: { id: dearer!.id },
    },
    { code: 'INSUFFICIENT_STOCK', path: ['input', 'items', '4'], requested: 2, available: 1 },
  ]);
  expect((await shop.stockOf(dearer!.id)).available).toBe(5);
});

test('sellers and customers who are not there, or no longer sell, are told together', async () => {
  const product = await shop.addProduct({ stock: 1 });
  const items = [{ productId: product.id, quantity: 1 }];
  const inactive = await shop.addSeller();
  await shop.ask(
    `mutation Leave($id: ID!) {
      actualizarVendedor(input: { id: $id, version: 1, active: false }) { seller { active } }
    }`,
    { id: inactive },
  );

  const unknown = await shop.sell({ items, sellerId: UNKNOWN_ID, customerId: UNKNOWN_ID });
  expect(unknown.userErrors).toMatchObject([
    { code: 'SELLER_NOT_FOUND', path: ['input', 'sellerId'] },
    { code: 'CUSTOMER_NOT_FOUND', path: ['input', 'customerId'] },
  ]);
  const left = await shop.sell({ items, sellerId: inactive });
  expect(left.userErrors).toMatchObject([
    {
      code: 'SELLER_INACTIVE',
      path: ['input', 'sellerId'],
      message: 'El vendedor no está activo.',
    },
  ]);
  expect((await shop.stockOf(product.id)).available).toBe(1);
});

test.each([0, -1, 100_001])('a quantity of %i is refused and leaves no trace', async (quantity) => {
  const product = await shop.addProduct({ stock: 1 });
  const idempotencyKey = randomUUID();
  const { sale, userErrors } = await shop.sell({
    idempotencyKey,
    items: [{ productId: product.id, quantity }],
  });
  expect(sale).toBeNull();
  expect(userErrors).toMatchObject([
    { code: 'INVALID_QUANTITY', path: ['input', 'items', '0', 'quantity'] },
  ]);
  // The same key is still free for what was meant.
  const meant = await shop.sell({
    idempotencyKey,
    items: [{ productId: product.id, quantity: 1 }],
  });
  expect(meant.sale).not.toBeNull();
});

test('no items and 1,001 items are refused, 1,000 are sold in their order', async () => {
  const product = await shop.addProduct({ stock: 1_500 });
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      productId: product.id,
      quantity: (index % 2) + 1,
    }));

  for (const count of [0, 1_001]) {
    const { sale, userErrors } = await shop.sell({ items: lines(count) });
    expect(sale).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'items'] }]);
  }
  const { sale } = await shop.sell({ items: lines(1_000) });
  expect(sale?.items.map(({ quantity }) => quantity)).toEqual(
    lines(1_000).map(({ quantity }) => quantity),
  );
  expect((await shop.stockOf(product.id)).available).toBe(0);
});

test('a key that is no UUID is malformed input, not a rule of the shop', async () => {
  const product = await shop.addProduct({ stock: 1 });
  const { data, errors } = await query(
    graph.urls.router,
    `mutation Sell($input: RealizarVentaInput!) { realizarVenta(input: $input) { replayed } }`,
    {
      input: {
        idempotencyKey: 'pedido-1',
        sellerId: shop.sellerId,
        items: [{ productId: product.id, quantity: 1 }],
      },
    },
  );
  expect(data).toEqual({ realizarVenta: null });
  expect(errors).toEqual([
    {
      message: 'Datos de entrada inválidos. idempotencyKey debe ser un UUID.',
      path: ['realizarVenta'],
      extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) },
    },
  ]);
});

test('a rejected sale leaves an attempt, but no sale, no hold and no message', async () => {
  const product = await shop.addProduct({ stock: 1 });
  const salesBefore = await countRows(databases.ventas, 'Sale');
  await shop.sell({ items: [{ productId: product.id, quantity: 2 }] });
  expect(await countRows(databases.ventas, 'Sale')).toBe(salesBefore);
  expect(await countRows(databases.ventas, 'Outbox')).toBe(0);
  expect(await countRows(databases.inventario, 'Reservation', "status = 'HELD'")).toBe(0);
});
