// Goal: a quote says what a sale would say and holds nothing; the rate of a day is that of its
// sales and of their returns; the shop's data are set once they are whole.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  type Counter,
  type CounterError,
  card,
  cash,
  codesOf,
  openCounter,
  type Person,
} from '../../support/counter.ts';
import { type GraphDatabases, openGraphDatabases } from '../../support/graph-databases.ts';

let graph: Graph;
let databases: GraphDatabases;
let counter: Counter;
beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  counter = await openCounter(graph);
}, 60_000);
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

interface Quote {
  items: { lineNumber: number; productId: string; total: string }[];
  total: string;
  userErrors: CounterError[];
}

async function quote(input: object, person?: Person): Promise<Quote> {
  const text = `query Quote($input: CotizacionInput!) { cotizacion(input: $input) {
    items { lineNumber productId quantity unitPrice discount base tax total product { sku } }
    subtotal tax discount total cashRounding amountDue
    userErrors { code path ... on InsufficientStockError { requested available }
      ... on PriceChangedError { expected current } ... on PaymentMismatchError { due offered } }
  } }`;
  return (await counter.ask<{ cotizacion: Quote }>(text, { input }, person)).cotizacion;
}

test('a quote has the amounts that the sale then has, and holds nothing', async () => {
  const product = await counter.shop.addProduct({ price: '49.98', stock: 2 });
  const items = [{ productId: product.id, quantity: 2, discount: { percent: '10' } }];
  const { sellerId } = counter.shop;
  const terms = { sellerId, items, tillId: counter.tillId, payments: [cash('89.90')] };
  const quoted = await quote(terms);
  expect(quoted).toMatchObject({
    items: [{ lineNumber: 1, unitPrice: '49.98', total: '89.96', product: { sku: product.sku } }],
    total: '89.96',
    discount: '10.00',
    cashRounding: '-0.06',
    amountDue: '89.90',
    userErrors: [],
  });
  expect(await counter.shop.stockOf(product.id)).toMatchObject({ available: 2, reserved: 0 });
  const { sale } = await counter.do('realizarVenta', terms);
  expect(sale).toMatchObject({ total: '89.96', amountDue: '89.90' });
});

test('a quote lists everything that stands against the sale, and the prices of what there is', async () => {
  const [short, changed] = await counter.shop.addProducts([
    { price: '10.00', stock: 1 },
    { price: '20.00', stock: 9 },
  ]);
  const items = [
    { productId: short!.id, quantity: 2 },
    { productId: '999999', quantity: 1 },
    {
      productId: changed!.id,
      quantity: 1,
      expectedUnitPrice: '19.00',
      discount: { percent: '11' },
    },
  ];
  const quoted = await quote({ items, payments: [card('1.00')] }, counter.seller);
  expect(quoted.items.map(({ lineNumber, total }) => [lineNumber, total])).toEqual([
    [1, '20.00'],
    [3, '17.80'],
  ]);
  expect(quoted.userErrors).toMatchObject([
    { code: 'INSUFFICIENT_STOCK', path: ['input', 'items', '0'], requested: 2, available: 1 },
    { code: 'PRODUCT_NOT_FOUND', path: ['input', 'items', '1'] },
    { code: 'PRICE_CHANGED', path: ['input', 'items', '2'], expected: '19.00', current: '20.00' },
    { code: 'DISCOUNT_NOT_AUTHORIZED', path: ['input', 'items', '2', 'discount'] },
    { code: 'PAYMENT_MISMATCH', due: '37.80', offered: '1.00' },
  ]);
});

test('a quote does not spend an approval', async () => {
  const { seller } = counter;
  const approved = await counter.do('autorizarDescuento', {
    sellerId: seller.sellerId,
    maxPercent: '50',
  });
  const { id: productId } = await counter.shop.addProduct({ price: '10.00', stock: 9 });
  const items = [{ productId, quantity: 1 }];
  const terms = { discount: { percent: '40' }, discountApprovalId: approved.approval!.id };
  expect(await quote({ items, ...terms }, seller)).toMatchObject({ total: '6.00', userErrors: [] });
  const input = { sellerId: seller.sellerId, items, ...terms };
  expect((await counter.do('realizarVenta', input, seller)).sale).toMatchObject({ total: '6.00' });
});

test('a rate holds from its day on; a return takes that of its sale', async () => {
  const lines = [{ price: '118.00' }];
  const { sale } = await counter.sell(lines, { payments: [card('118.00')] });
  expect(sale).toMatchObject({ subtotal: '100.00', tax: '18.00' });
  const today = new Date(Date.now() - 5 * 3_600_000).toISOString().slice(0, 10);
  const past = { basisPoints: 1_600, validFrom: today };
  expect((await counter.do('fijarTasaIgv', past)).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['input', 'validFrom'] },
  ]);
  const coming = { basisPoints: 1_600, validFrom: '2099-01-01' };
  expect((await counter.do('fijarTasaIgv', coming)).taxRate).toMatchObject(coming);
  expect((await counter.sell(lines)).sale).toMatchObject({ tax: '18.00' });
  // The day has come.
  await databases.ventas.execute('UPDATE TaxRate SET validFrom = ? WHERE validFrom = ?', [
    today,
    coming.validFrom,
  ]);
  expect((await counter.sell(lines)).sale).toMatchObject({ subtotal: '101.72', tax: '16.28' });
  const items = [{ lineNumber: 1, quantity: 1, restock: true }];
  const back = { saleId: sale!.id, reason: 'cambio', items };
  expect((await counter.do('registrarDevolucion', back)).saleReturn).toMatchObject({
    base: '100.00',
    tax: '18.00',
  });
  const { tasasIgv } = await counter.ask<{ tasasIgv: unknown }>(
    '{ tasasIgv { basisPoints validFrom } }',
  );
  expect(tasasIgv).toEqual([
    { basisPoints: 1_600, validFrom: today },
    { basisPoints: 1_800, validFrom: '2011-03-01' },
  ]);
});

test('the shop tells about itself once all that documents need is there', async () => {
  const read = async () => (await counter.ask<{ tienda: unknown }>(SHOP)).tienda;
  expect(await read()).toBeNull();
  const some = { version: 0, legalName: 'ElectroPlus S.A.C.' };
  expect((await counter.do('actualizarTienda', some)).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['input', 'ruc'] },
    { code: 'INVALID_INPUT', path: ['input', 'address'] },
  ]);
  const all = { ...some, ruc: '20000000001', address: 'Av. Arequipa 123, Lima' };
  expect(codesOf(await counter.do('actualizarTienda', { ...all, ruc: '20000000002' }))).toEqual([
    'INVALID_DOCUMENT',
  ]);
  expect((await counter.do('actualizarTienda', all)).shop).toMatchObject({ version: 1 });
  expect(await read()).toMatchObject({ legalName: 'ElectroPlus S.A.C.', phone: null });
  const changed = { version: 1, phone: '(01) 427-1148', tradeName: 'ElectroPlus' };
  expect((await counter.do('actualizarTienda', changed)).shop).toMatchObject({
    version: 2,
    phone: '014271148',
  });
  expect(codesOf(await counter.do('actualizarTienda', changed))).toEqual(['STALE']);
  const cleared = { version: 2, phone: null };
  expect((await counter.do('actualizarTienda', cleared)).shop).toMatchObject({ phone: null });
});

const SHOP = '{ tienda { legalName tradeName ruc address phone ticketNote version } }';

test('a key of a quote is none', async () => {
  const input = { items: [], idempotencyKey: randomUUID() };
  await expect(quote(input)).rejects.toThrow('idempotencyKey');
});

test('a line keeps the category that its product had at the sale', async () => {
  const categories = ['Audio', 'Video'].map((name) => {
    return { name, slug: `${name.toLowerCase()}-${randomUUID()}` };
  });
  for (const input of categories) {
    await counter.ask(
      'mutation Add($input: CrearCategoriaInput!) { crearCategoria(input: $input) { category { id } } }',
      { input },
    );
  }
  const [first, second] = categories;
  const [radio] = await counter.shop.addProducts([
    { categorySlug: first!.slug, price: '10.00', stock: 2 },
  ]);
  const items = [{ productId: radio!.id, quantity: 1 }];
  const { sellerId } = counter.shop;
  const { sale } = await counter.do('realizarVenta', { sellerId, items });
  const { categorias } = await counter.ask<{ categorias: { id: string; slug: string }[] }>(
    '{ categorias { id slug } }',
  );
  const categoryId = categorias.find(({ slug }) => slug === second!.slug)!.id;
  await counter.ask(
    `mutation Move($input: ActualizarProductoInput!) {
      actualizarProducto(input: $input) { userErrors { code } } }`,
    { input: { id: radio!.id, version: radio!.version, categoryId } },
  );
  const read = await counter.ask(
    'query Read($id: ID!) { venta(id: $id) { items { category { slug } product { category { slug } } } } }',
    { id: sale!.id },
  );
  expect(read).toEqual({
    venta: {
      items: [{ category: { slug: first!.slug }, product: { category: { slug: second!.slug } } }],
    },
  });
});
