// Goal: one query reads sales together with what inventario knows of their products, and every list
// shows exactly the sales that it says.
// Long because all that can be asked of sales is asked of one graph, which starts slowly.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { type GraphDatabases, openGraphDatabases } from '../../support/graph-databases.ts';
import { openShop, type Shop, type SoldSale } from '../../support/shop.ts';

let graph: Graph;
let databases: GraphDatabases;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
});
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

interface SalePage {
  nodes: readonly { id: string }[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const SALES = `query Sales(
  $customerId: ID, $sellerId: ID, $status: SaleStatus, $from: Date, $to: Date
  $first: Int, $after: String
) {
  page: ventas(
    customerId: $customerId, sellerId: $sellerId, status: $status, from: $from, to: $to
    first: $first, after: $after
  ) {
    nodes { id } totalCount pageInfo { hasNextPage endCursor }
  }
}`;

async function readSales(variables: Record<string, unknown>): Promise<SalePage> {
  return (await shop.ask<{ page: SalePage }>(SALES, variables)).page;
}

async function idsOf(variables: Record<string, unknown>): Promise<string[]> {
  return (await readSales(variables)).nodes.map(({ id }) => id);
}

/** Sells one unit of a new product to the customer. */
async function sellTo(customerId: string, price = '10.00'): Promise<SoldSale> {
  const { id: productId } = await shop.addProduct({ stock: 1, price });
  const { sale } = await shop.sell({ customerId, items: [{ productId, quantity: 1 }] });
  return sale!;
}

function setCreatedAt(sale: SoldSale, instant: string) {
  return databases.ventas.execute('UPDATE Sale SET createdAt = ? WHERE id = ?', [
    new Date(instant),
    sale.id,
  ]);
}

/** As an annulment leaves it. */
function setCancelled(sale: SoldSale) {
  return databases.ventas.execute("UPDATE Sale SET status = 'CANCELLED' WHERE id = ?", [sale.id]);
}

test('one query reads a sale with what its products are called and cost today', async () => {
  const [radio, cable] = await shop.addProducts([
    { name: 'Radio', price: '100.00', stock: 5 },
    { name: 'Cable', price: '9.90', stock: 5 },
  ]);
  const { sale } = await shop.sell({
    items: [
      { productId: radio!.id, quantity: 2 },
      { productId: cable!.id, quantity: 1 },
      { productId: radio!.id, quantity: 1 },
    ],
  });
  await shop.ask(
    `mutation Edit($id: ID!) {
      actualizarProducto(input: { id: $id, version: 1, price: "120.00" }) { product { id } }
    }`,
    radio!,
  );

  const { venta } = await shop.ask<{ venta: unknown }>(
    `query Sale($id: ID!) {
      venta(id: $id) {
        items { productName unitPrice product { name price unitsSold stock { available } } }
      }
    }`,
    { id: sale!.id },
  );

  const radioNow = { name: 'Radio', price: '120.00', unitsSold: 3, stock: { available: 2 } };
  const cableNow = { name: 'Cable', price: '9.90', unitsSold: 1, stock: { available: 4 } };
  expect(venta).toEqual({
    items: [
      { productName: 'Radio', unitPrice: '100.00', product: radioNow },
      { productName: 'Cable', unitPrice: '9.90', product: cableNow },
      { productName: 'Radio', unitPrice: '100.00', product: radioNow },
    ],
  });
});

test('the catalog tells of each product how many were sold and when the last time', async () => {
  const [sold, unsold] = await shop.addProducts([{ stock: 5 }, { stock: 5 }]);
  await shop.sell({ items: [{ productId: sold!.id, quantity: 1 }] });
  const { sale } = await shop.sell({ items: [{ productId: sold!.id, quantity: 3 }] });
  await shop.sell({ items: [{ productId: unsold!.id, quantity: 6 }] });

  const { productos } = await shop.ask<{ productos: { nodes: { lastSoldAt: string }[] } }>(
    '{ productos(orderBy: NEWEST, first: 2) { nodes { sku unitsSold lastSoldAt } } }',
  );

  expect(productos.nodes).toEqual([
    { sku: unsold!.sku, unitsSold: 0, lastSoldAt: null },
    { sku: sold!.sku, unitsSold: 4, lastSoldAt: expect.any(String) },
  ]);
  const { lastSoldAt } = productos.nodes[1]!;
  expect(Math.abs(Date.parse(lastSoldAt) - Date.parse(sale!.createdAt))).toBeLessThan(1_000);
});

test('a sale is found by its id in any case, and nothing else is', async () => {
  const sale = await sellTo(await shop.addCustomer());
  const find = async (id: string) =>
    (await shop.ask<{ venta: unknown }>('query Find($id: ID!) { venta(id: $id) { id } }', { id }))
      .venta;
  expect(await find(sale.id)).toEqual({ id: sale.id });
  expect(await find(sale.id.toUpperCase())).toEqual({ id: sale.id });
  expect(await find(randomUUID())).toBeNull();
  expect(await find('1')).toBeNull();
  expect(await find('ñ')).toBeNull();
});

test('the list shows sales that happened, newest first, and never a sale that was refused', async () => {
  const customerId = await shop.addCustomer();
  const first = await sellTo(customerId);
  const { id: productId } = await shop.addProduct({ stock: 1 });
  const refused = await shop.sell({ customerId, items: [{ productId, quantity: 2 }] });
  expect(refused.sale).toBeNull();
  const second = await sellTo(customerId);

  expect(await readSales({ customerId })).toMatchObject({
    nodes: [{ id: second.id }, { id: first.id }],
    totalCount: 2,
  });
});

test('pages show every sale once, also those of the same millisecond', async () => {
  const customerId = await shop.addCustomer();
  const sales: SoldSale[] = [];
  for (let count = 0; count < 5; count++) sales.push(await sellTo(customerId));
  for (const sale of sales) await setCreatedAt(sale, '2026-03-01T15:00:00.123Z');

  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await readSales({ customerId, first: 2, after });
    seen.push(...page.nodes.map(({ id }) => id));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  const newestFirst = sales.map(({ id }) => id).toSorted((a, b) => Number(a < b) - Number(a > b));
  expect(seen).toEqual(newestFirst);
});

test('sales can be narrowed by seller, customer and status, and by all of them', async () => {
  const [customerId, other] = [await shop.addCustomer(), await shop.addCustomer()];
  const sellerId = await shop.addSeller();
  const { id: productId } = await shop.addProduct({ stock: 3 });
  const items = [{ productId, quantity: 1 }];
  const mine = (await shop.sell({ customerId, sellerId, items })).sale!;
  const theirs = (await shop.sell({ customerId: other, sellerId, items })).sale!;
  const cancelled = (await shop.sell({ customerId, sellerId, items })).sale!;
  await setCancelled(cancelled);

  expect(await idsOf({ sellerId })).toEqual([cancelled.id, theirs.id, mine.id]);
  expect(await idsOf({ sellerId, customerId })).toEqual([cancelled.id, mine.id]);
  expect(await idsOf({ sellerId, status: 'COMPLETED' })).toEqual([theirs.id, mine.id]);
  expect(await idsOf({ sellerId, customerId, status: 'CANCELLED' })).toEqual([cancelled.id]);
  expect(await idsOf({ sellerId, customerId: '2147483647' })).toEqual([]);
  expect(await idsOf({ sellerId, customerId: 'nobody' })).toEqual([]);
  expect(await idsOf({ sellerId, customerId: '' })).toEqual([]);
  expect(await idsOf({ sellerId: '' })).toEqual([]);
});

test('a day is a day in Lima, from its first to its last millisecond', async () => {
  const customerId = await shop.addCustomer();
  const at = async (instant: string) => {
    const sale = await sellTo(customerId);
    await setCreatedAt(sale, instant);
    return sale.id;
  };
  const dayBefore = await at('2026-02-28T23:59:59.999-05:00');
  const firstMoment = await at('2026-03-01T00:00:00.000-05:00');
  const lastMoment = await at('2026-03-01T23:59:59.999-05:00');
  const dayAfter = await at('2026-03-02T00:00:00.000-05:00');
  const days = (from?: string, to?: string) => idsOf({ customerId, from, to });

  expect(await days('2026-03-01', '2026-03-01')).toEqual([lastMoment, firstMoment]);
  expect(await days('2026-03-02', '2026-03-02')).toEqual([dayAfter]);
  expect(await days('2026-03-01')).toEqual([dayAfter, lastMoment, firstMoment]);
  expect(await days(undefined, '2026-03-01')).toEqual([lastMoment, firstMoment, dayBefore]);
  expect(await days('2026-03-02', '2026-03-01')).toEqual([]);
  expect(await days('2026-03-02', '9999-12-31')).toEqual([dayAfter]);
  expect(await days('0001-01-01', '2026-02-28')).toEqual([dayBefore]);
});

test.each(['2026-02-30', '01/03/2026', '2026-03-01T00:00:00Z', ''])(
  'the day %j does not exist',
  async (from) => {
    expect(await shop.codesOf(SALES, { from })).toEqual(['BAD_USER_INPUT']);
  },
);

test('customers and sellers show their own sales', async () => {
  const customerId = await shop.addCustomer();
  const sale = await sellTo(customerId);
  const { venta } = await shop.ask<{ venta: unknown }>(
    `query Sale($id: ID!) {
      venta(id: $id) {
        customer { sales { totalCount nodes { id } } }
        seller { sales(first: 1) { nodes { id } } }
      }
    }`,
    { id: sale.id },
  );
  expect(venta).toEqual({
    customer: { sales: { totalCount: 1, nodes: [{ id: sale.id }] } },
    seller: { sales: { nodes: [{ id: sale.id }] } },
  });
});

const SUMMARY = `query Summary($customerId: ID!) {
  resumenCliente(customerId: $customerId) {
    customer { id name }
    salesCount totalSpent averageTicket lastPurchaseAt
    topProducts(first: 2) { productId quantity amount product { name } }
    sales(first: 1) { totalCount nodes { id } }
  }
}`;

test('the summary of a customer counts completed sales and rounds the average half up', async () => {
  const customerId = await shop.addCustomer('Ana Torres');
  const products = await shop.addProducts([
    { name: 'Radio', price: '10.00', stock: 9 },
    { name: 'Cable', price: '0.05', stock: 9 },
    { name: 'Foco', price: '1.00', stock: 9 },
  ]);
  const [radio, cable, bulb] = products.map(({ id }) => id);
  const sell = async (...lines: [string | undefined, number][]) => {
    const items = lines.map(([productId, quantity]) => ({ productId: productId!, quantity }));
    return (await shop.sell({ customerId, items })).sale!;
  };
  await sell([radio, 1], [cable, 1]);
  const last = await sell([cable, 2], [bulb, 1], [radio, 1]);
  await setCreatedAt(last, '2030-01-01T00:00:00.000Z');
  await setCancelled(await sell([bulb, 5]));

  const { resumenCliente } = await shop.ask<{ resumenCliente: unknown }>(SUMMARY, { customerId });

  // 10.05 + 11.10 = 21.15, halved 10.575.
  expect(resumenCliente).toEqual({
    customer: { id: customerId, name: 'Ana Torres' },
    salesCount: 2,
    totalSpent: '21.15',
    averageTicket: '10.58',
    lastPurchaseAt: '2030-01-01T00:00:00.000Z',
    topProducts: [
      { productId: cable, quantity: 3, amount: '0.15', product: { name: 'Cable' } },
      { productId: radio, quantity: 2, amount: '20.00', product: { name: 'Radio' } },
    ],
    sales: { totalCount: 3, nodes: [{ id: last.id }] },
  });
});

test('the summary stays exact where the sum is larger than a double can hold', async () => {
  const customerId = await shop.addCustomer();
  const { id: productId } = await shop.addProduct({ stock: 9 });
  const items = [{ productId, quantity: 1 }];
  for (const centimos of ['5000000000000001', '5000000000000000', '5000000000000002']) {
    const { sale } = await shop.sell({ customerId, items });
    const amounts = 'totalCentimos = ?, taxCentimos = 0';
    await databases.ventas.execute(
      `UPDATE Sale SET ${amounts}, subtotalCentimos = ? WHERE id = ?`,
      [centimos, centimos, sale!.id],
    );
    await databases.ventas.execute(
      `UPDATE SaleItem SET ${amounts}, baseCentimos = ?, quantity = 2000000000 WHERE saleId = ?`,
      [centimos, centimos, sale!.id],
    );
  }
  const { resumenCliente } = await shop.ask<{ resumenCliente: unknown }>(SUMMARY, { customerId });
  expect(resumenCliente).toMatchObject({
    totalSpent: '150000000000000.03',
    averageTicket: '50000000000000.01',
    topProducts: [{ productId, amount: '150000000000000.03', quantity: 2_147_483_647 }],
  });
});

test('a customer without sales has a summary of zeros, and nobody has none', async () => {
  const customerId = await shop.addCustomer('Eva');
  const { resumenCliente } = await shop.ask<{ resumenCliente: unknown }>(SUMMARY, { customerId });
  expect(resumenCliente).toEqual({
    customer: { id: customerId, name: 'Eva' },
    ...{ salesCount: 0, totalSpent: '0.00', averageTicket: '0.00', lastPurchaseAt: null },
    topProducts: [],
    sales: { totalCount: 0, nodes: [] },
  });
  const nobody = await shop.ask(SUMMARY, { customerId: '2147483647' });
  expect(nobody).toEqual({ resumenCliente: null });
});
