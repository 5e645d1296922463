// Goal: the named operations that people copy work on the real graph, from an empty shop to the
// summary of a customer, and old sales still read when inventario is gone.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { limaDayOf } from '../../../common/values/lima-day.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { ADMINISTRATOR } from '../../../scripts/stack/throwaway/sign-in.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';

const OPERATIONS = resolve(import.meta.dirname, '../../../operations');

let graph: Graph;
const ran = new Set<string>();

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph?.stop());

/** Runs `operations/<name>.graphql`. The shape of the data is what the caller expects it to be. */
// biome-ignore lint/suspicious/noExplicitAny: each operation has a shape of its own.
async function send(name: string, variables: Record<string, unknown> = {}): Promise<any> {
  ran.add(name);
  const document = readFileSync(resolve(OPERATIONS, `${name}.graphql`), 'utf8');
  const { data, errors } = await query(graph.urls.router, document, variables);
  expect(errors).toBeUndefined();
  return data;
}

/** Runs a mutation that must succeed. @returns its payload */
async function mutate(name: string, input: Record<string, unknown>) {
  const [payload] = Object.values(await send(name, { input })) as { userErrors: unknown[] }[];
  expect(payload?.userErrors).toEqual([]);
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  return payload as any;
}

async function runAccountOperations(sellerId: string): Promise<void> {
  const email = 'luis@shop.test';
  const password = 'una-clave-larga';
  const roles = ['VENDEDOR'];
  const added = await mutate('crear-usuario', { name: 'Luis', email, password, roles, sellerId });
  const { id, version } = added.user;
  await mutate('actualizar-usuario', { id, version, name: 'Luis Vitrina' });
  expect((await send('usuarios', { search: 'Luis' })).usuarios.nodes).toHaveLength(1);
  expect((await send('usuario', { id })).usuario).toMatchObject({ email, seller: { code: 'V1' } });
  const { refreshToken } = await mutate('iniciar-sesion', { email, password });
  const renewed = await mutate('renovar-sesion', { refreshToken });
  await mutate('cerrar-sesion', { refreshToken: renewed.refreshToken });
  await mutate('desactivar-usuario', { id });
  expect((await send('yo')).yo).toMatchObject({ email: ADMINISTRATOR.email, seller: null });
  const { auditoria } = await send('auditoria', { kind: 'USER_DEACTIVATED' });
  expect(auditoria.nodes).toMatchObject([{ subject: email, actor: { name: 'Ada Ríos' } }]);
  // A wrong password changes nothing: this is the account that the other tests work with.
  const wrong = { currentPassword: 'wrong-password', newPassword: password };
  const { cambiarClave } = await send('cambiar-clave', { input: wrong });
  expect(cambiarClave.userErrors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
}

/** A client that keeps a copy of the catalog. */
async function runCatalogOperations(productId: string): Promise<void> {
  const { cambiosCatalogo } = await send('cambios-catalogo');
  expect(cambiosCatalogo.nodes.map(({ sku }: { sku: string }) => sku)).toEqual(['TV-55', 'CABLE']);
  const after = cambiosCatalogo.endCursor;
  expect((await send('cambios-catalogo', { after })).cambiosCatalogo.nodes).toEqual([]);
  const byId = (await send('productos-por-id', { ids: [productId] })).productos.nodes;
  expect(byId).toMatchObject([{ sku: 'TV-55', stock: { available: 3 } }]);
  expect((await send('productos-con-poco-stock')).productos.nodes).toEqual([]);
  const { categorias } = await send('categorias');
  const categoryId = categorias[0]?.id ?? '1';
  await send('productos-por-categoria', { categoryId });
  // There is no category: the mutation's answer has all its parts just the same.
  const input = { id: categoryId, version: 1, name: 'Video' };
  const { actualizarCategoria } = await send('actualizar-categoria', { input });
  expect(actualizarCategoria.userErrors).toMatchObject([{ code: 'CATEGORY_NOT_FOUND' }]);
}

/** A day at the counter. */
async function runCounterOperations(
  sellerId: string,
  productId: string,
  customerId: string,
): Promise<void> {
  const key = () => ({ idempotencyKey: randomUUID() });
  await mutate('actualizar-tienda', {
    version: 0,
    legalName: 'ElectroPlus S.A.C.',
    ruc: '20000000001',
    address: 'Av. Arequipa 123, Lima',
  });
  expect((await send('tienda')).tienda.ruc).toBe('20000000001');
  await mutate('fijar-tasa-igv', { basisPoints: 1_600, validFrom: '2099-01-01' });
  expect((await send('tasas-igv')).tasasIgv).toHaveLength(2);
  const series = { seriesBoleta: 'B001', seriesFactura: 'F001' };
  const { till } = await mutate('crear-caja', { code: 'C1', name: 'Caja', ...series });
  await mutate('actualizar-caja', { id: till.id, version: till.version, name: 'Caja 1' });
  const opening = { tillId: till.id, openingAmount: '100.00', ...key() };
  const { session } = await mutate('abrir-sesion-caja', opening);
  expect((await send('cajas')).cajas).toMatchObject([{ openSession: { id: session.id } }]);
  const sessionId = session.id;
  const movement = { sessionId, kind: 'IN', amount: '10.00', reason: 'cambio', ...key() };
  await mutate('registrar-movimiento-caja', movement);

  const { approval } = await mutate('autorizar-descuento', { sellerId, maxPercent: '10' });
  expect((await send('autorizaciones')).autorizaciones).toMatchObject([{ id: approval.id }]);
  const terms = { sellerId, customerId, tillId: till.id, items: [{ productId, quantity: 2 }] };
  const { cotizacion } = await send('cotizacion', { input: terms });
  expect(cotizacion).toMatchObject({ total: '2399.80', userErrors: [] });
  const payments = [{ method: 'CARD', amount: '2399.80', reference: '1234' }];
  const sold = { ...terms, payments, documentType: 'BOLETA', ...key() };
  const { sale } = await mutate('realizar-venta', sold);
  const saleId = sale.id;
  await eventually('the boleta', async () => (await send('venta', { id: saleId })).venta.document);
  const { comprobantes } = await send('comprobantes', { series: 'B001' });
  expect(comprobantes.nodes).toMatchObject([{ code: 'B001-00000001', total: '2399.80' }]);
  const place = { series: 'B001', number: 1 };
  expect((await send('comprobante', place)).comprobante.html).toContain('B001-00000001');
  expect((await send('comprobante-pdf', place)).comprobante.pdf).toMatch(/^[\w+/]+=*$/);
  const correction = { saleId, type: 'BOLETA', customerId, reason: 'nombre', ...key() };
  await mutate('corregir-comprobante', correction);
  const items = [{ lineNumber: 1, quantity: 1, restock: true }];
  const back = await mutate('registrar-devolucion', { saleId, reason: 'x', items, ...key() });
  const refundId = back.saleReturn.refunds[0].id;
  await mutate('confirmar-reembolso', { refundId, reference: '5678' });
  await mutate('anular-venta', { saleId, reason: 'error', ...key() });
  const other = await mutate('realizar-venta', { ...terms, ...key() });
  await mutate('emitir-comprobante', { saleId: other.sale.id, type: 'BOLETA' });
  await mutate('cerrar-sesion-caja', { sessionId, countedAmount: '110.00' });
  expect((await send('sesion-caja', { id: sessionId })).sesionCaja.difference).toBe('0.00');
  expect((await send('sesiones-caja')).sesionesCaja.nodes).toHaveLength(1);
}

test('every named operation works, and one query reads sales with their products', async () => {
  const { seller } = await mutate('crear-vendedor', { code: 'V1', name: 'Rosa Quispe' });
  const { customer } = await mutate('crear-cliente', {
    name: 'Ana Torres',
    docType: 'DNI',
    docNumber: '45678912',
  });
  const { product } = await mutate('crear-producto', {
    sku: 'TV-55',
    name: 'Televisor 55"',
    price: '1299.90',
  });
  await mutate('actualizar-producto', {
    id: product.id,
    version: product.version,
    price: '1199.90',
  });
  await mutate('importar-productos', {
    rows: [
      { sku: 'CABLE', barcode: '96385074', name: 'Cable HDMI', price: '15', openingStock: '3' },
    ],
  });
  const adjusted = await mutate('ajustar-stock', {
    productId: product.id,
    delta: 5,
    kind: 'RECEIPT',
    reason: 'Compra',
    idempotencyKey: randomUUID(),
  });
  expect(adjusted.product.stock.available).toBe(5);

  const { sale } = await mutate('realizar-venta', {
    idempotencyKey: randomUUID(),
    sellerId: seller.id,
    customerId: customer.id,
    items: [{ productId: product.id, quantity: 2, expectedUnitPrice: '1199.90' }],
  });
  expect(sale).toMatchObject({ total: '2399.80', items: [{ sku: 'TV-55', quantity: 2 }] });

  const { outcome } = await mutate('cancelar-intento', { idempotencyKey: randomUUID() });
  expect(outcome).toBe('NOT_SOLD');

  const { ventas } = await send('ventas-con-productos');
  expect(ventas.nodes[0].items[0].product).toMatchObject({
    name: 'Televisor 55"',
    price: '1199.90',
    stock: { available: 3 },
  });
  const found = await send('ventas', { search: '45678912' });
  expect(found.ventas.nodes).toMatchObject([{ id: sale.id, customerName: 'Ana Torres' }]);
  const day = limaDayOf(new Date(sale.createdAt));
  const report = { from: day, to: day, groupBy: 'PRODUCT' };
  const { reporteVentas } = await send('reporte-ventas', report);
  expect(reporteVentas).toMatchObject({
    rows: [{ product: { sku: 'TV-55' }, units: 2, net: '2399.80' }],
    totals: { salesCount: 1, net: '2399.80' },
  });
  const { resumenCliente } = await send('resumen-cliente', { customerId: customer.id });
  expect(resumenCliente).toMatchObject({
    salesCount: 1,
    totalSpent: '2399.80',
    topProducts: [{ quantity: 2, product: { name: 'Televisor 55"' } }],
  });
  const scanned = await send('producto-por-codigo-de-barras', { barcode: '000096385074\n' });
  expect(scanned.producto).toMatchObject({ sku: 'CABLE' });
  const { producto } = await send('producto', { sku: 'TV-55' });
  expect(producto).toMatchObject({ unitsSold: 2, stock: { available: 3 } });
  expect((await send('venta', { id: sale.id })).venta.total).toBe('2399.80');
  expect((await send('productos')).productos.totalCount).toBe(2);
  expect((await send('clientes', { search: 'Ana' })).clientes.nodes).toHaveLength(1);
  expect((await send('cliente', { docNumber: '45.678.912' })).cliente.name).toBe('Ana Torres');
  expect((await send('vendedores')).vendedores.nodes).toHaveLength(1);
  const ledger = (await send('movimientos', { productId: product.id })).producto.movements;
  expect(ledger.nodes.at(-1)).toMatchObject({ kind: 'RECEIPT', actor: { name: 'Ada Ríos' } });
  await runCatalogOperations(product.id);

  await runAccountOperations(seller.id);
  await runCounterOperations(seller.id, product.id, customer.id);

  const files = readdirSync(OPERATIONS).filter((name) => name.endsWith('.graphql'));
  const names = files.map((name) => name.replace('.graphql', ''));
  expect([...ran].sort()).toEqual(names.sort());
});

test('with inventario killed, old sales read with their snapshots and one error with a path', async () => {
  await graph.kill('inventario');
  const document = readFileSync(resolve(OPERATIONS, 'ventas-con-productos.graphql'), 'utf8');
  const { data, errors, extensions } = await query(graph.urls.router, document, { first: 1 });
  expect(data).toMatchObject({
    ventas: {
      nodes: [
        {
          total: '2399.80',
          items: [{ productName: 'Televisor 55"', unitPrice: '1199.90', product: null }],
        },
      ],
    },
  });
  expect(errors).toEqual([
    {
      message: 'Servicio no disponible; intente de nuevo.',
      path: ['ventas', 'nodes', 0, 'items', 0, 'product'],
      extensions: { code: 'SERVICE_UNAVAILABLE', requestId: expect.any(String) },
    },
  ]);
  expect(extensions).toBeUndefined();
});
