// The variables with which both engines are asked each operation of operations/.
import { randomUUID } from 'node:crypto';
import type { Shop } from '../../support/shop.ts';

/** The data of one engine. Each has its own, alike in everything but its ids and codes. */
export interface Twin {
  productId: string;
  customerId: string;
  sellerId: string;
  /** Makes codes unique. */
  tag: string;
}

/** The data that both engines read. */
export interface Shelf {
  productId: string;
  sku: string;
  categoryId: string;
  customerId: string;
  saleId: string;
  /** A sale to be reckoned up, as CotizacionInput has it. */
  quoted: object;
}

export interface OperationCase {
  /** Variables of a query: both engines read the same. */
  reads?: (shelf: Shelf) => object;
  /** Variables of a mutation: each engine changes what is its own. */
  writes?: (twin: Twin) => object;
}

/** By file name. */
export const operationCases: Readonly<Record<string, OperationCase>> = {
  'yo.graphql': { reads: () => ({}) },
  'usuario.graphql': { reads: () => ({ id: '1' }) },
  'usuarios.graphql': { reads: () => ({ search: 'Ada' }) },
  'auditoria.graphql': { reads: () => ({ kind: 'USER_DEACTIVATED' }) },
  // Both engines are refused these alike: the input differs each time.
  'iniciar-sesion.graphql': {
    writes: ({ tag }) => ({ input: { email: `${tag}@shop.test`, password: 'wrong-password' } }),
  },
  'renovar-sesion.graphql': { writes: ({ tag }) => ({ input: { refreshToken: tag } }) },
  'cerrar-sesion.graphql': { writes: ({ tag }) => ({ input: { refreshToken: tag } }) },
  'crear-usuario.graphql': {
    writes: ({ tag }) => ({
      input: { name: 'Eva', email: `${tag}@shop.test`, password: 'password1', roles: ['ADMIN'] },
    }),
  },
  'actualizar-usuario.graphql': {
    writes: () => ({ input: { id: '999', version: 1, name: 'Eva' } }),
  },
  'desactivar-usuario.graphql': { writes: () => ({ input: { id: '999' } }) },
  'cambiar-clave.graphql': {
    writes: () => ({
      input: { currentPassword: 'wrong-password', newPassword: 'another-long-one' },
    }),
  },
  'categorias.graphql': { reads: () => ({}) },
  'cliente.graphql': { reads: ({ customerId }) => ({ id: customerId }) },
  'clientes.graphql': { reads: () => ({ search: 'Ana', first: 5 }) },
  'cambios-catalogo.graphql': { reads: () => ({ first: 5 }) },
  'movimientos.graphql': { reads: ({ productId }) => ({ productId, first: 5 }) },
  'producto.graphql': { reads: ({ sku }) => ({ sku }) },
  'producto-por-codigo-de-barras.graphql': { reads: () => ({ barcode: '4006381333931' }) },
  'productos.graphql': { reads: () => ({ first: 7 }) },
  'productos-con-poco-stock.graphql': { reads: ({ categoryId }) => ({ categoryId, first: 5 }) },
  'productos-por-id.graphql': { reads: ({ productId }) => ({ ids: [productId, '2147483647'] }) },
  'productos-por-categoria.graphql': { reads: ({ categoryId }) => ({ categoryId }) },
  'resumen-cliente.graphql': { reads: ({ customerId }) => ({ customerId }) },
  'vendedores.graphql': { reads: () => ({}) },
  'venta.graphql': { reads: ({ saleId }) => ({ id: saleId }) },
  'ventas.graphql': { reads: () => ({ search: 'ana', first: 10 }) },
  'reporte-ventas.graphql': {
    reads: () => ({ from: '2026-01-01', to: '2026-01-31', groupBy: 'PRODUCT' }),
  },
  'ventas-con-productos.graphql': { reads: () => ({ first: 10 }) },
  'actualizar-producto.graphql': {
    writes: ({ productId }) => ({
      input: { id: productId, version: 1, name: 'Otro nombre', price: '12.50' },
    }),
  },
  'actualizar-categoria.graphql': {
    writes: () => ({ input: { id: '999', version: 1, name: 'Audio' } }),
  },
  'ajustar-stock.graphql': {
    writes: ({ productId }) => ({
      input: { productId, delta: 5, reason: 'conteo', idempotencyKey: randomUUID() },
    }),
  },
  'crear-cliente.graphql': {
    writes: () => ({ input: { name: 'Luis Rojas', docType: 'RUC', docNumber: '123' } }),
  },
  'crear-producto.graphql': {
    writes: ({ tag }) => ({ input: { sku: `P-${tag}`, name: 'Cable', price: '9.90' } }),
  },
  'crear-vendedor.graphql': { writes: ({ tag }) => ({ input: { code: tag, name: 'Eva' } }) },
  'importar-productos.graphql': {
    writes: ({ tag }) => ({
      input: {
        rows: [
          { sku: `I-${tag}`, name: 'Mouse', price: '25.00', openingStock: '3' },
          { sku: `J-${tag}`, name: 'Teclado', price: '-1.00' },
        ],
      },
    }),
  },
  'cancelar-intento.graphql': {
    writes: () => ({ input: { idempotencyKey: randomUUID() } }),
  },
  'cajas.graphql': { reads: () => ({}) },
  'sesion-caja.graphql': { reads: () => ({ id: randomUUID() }) },
  'sesiones-caja.graphql': { reads: () => ({ first: 5, from: '2026-01-01' }) },
  'autorizaciones.graphql': { reads: () => ({}) },
  'tienda.graphql': { reads: () => ({}) },
  'tasas-igv.graphql': { reads: () => ({}) },
  'cotizacion.graphql': { reads: ({ quoted }) => ({ input: quoted }) },
  'comprobante.graphql': { reads: () => ({ series: 'B001', number: 1 }) },
  'comprobante-pdf.graphql': { reads: () => ({ series: 'B001', number: 1 }) },
  'comprobantes.graphql': { reads: () => ({ series: 'B001', first: 5 }) },
  'emitir-comprobante.graphql': {
    writes: () => ({ input: { saleId: randomUUID(), type: 'BOLETA' } }),
  },
  'corregir-comprobante.graphql': {
    writes: ({ customerId }) => ({
      input: {
        idempotencyKey: randomUUID(),
        saleId: randomUUID(),
        type: 'FACTURA',
        customerId,
        reason: 'pidió factura',
      },
    }),
  },
  'crear-caja.graphql': {
    writes: () => ({
      input: { code: 'caja 1', name: 'Caja', seriesBoleta: 'B001', seriesFactura: 'F001' },
    }),
  },
  'actualizar-caja.graphql': { writes: () => ({ input: { id: '999', version: 1, name: 'Caja' } }) },
  'abrir-sesion-caja.graphql': {
    writes: () => ({
      input: { idempotencyKey: randomUUID(), tillId: '999', openingAmount: '100.00' },
    }),
  },
  'registrar-movimiento-caja.graphql': {
    writes: () => ({
      input: {
        idempotencyKey: randomUUID(),
        sessionId: randomUUID(),
        kind: 'IN',
        amount: '10.00',
        reason: 'cambio',
      },
    }),
  },
  'cerrar-sesion-caja.graphql': {
    writes: () => ({ input: { sessionId: randomUUID(), countedAmount: '100.00' } }),
  },
  'autorizar-descuento.graphql': {
    writes: ({ sellerId }) => ({ input: { sellerId, maxPercent: '10' } }),
  },
  'registrar-devolucion.graphql': {
    writes: () => ({
      input: {
        idempotencyKey: randomUUID(),
        saleId: randomUUID(),
        reason: 'no funciona',
        items: [{ lineNumber: 1, quantity: 1, restock: true }],
      },
    }),
  },
  'anular-venta.graphql': {
    writes: () => ({
      input: { idempotencyKey: randomUUID(), saleId: randomUUID(), reason: 'error' },
    }),
  },
  'confirmar-reembolso.graphql': {
    writes: () => ({ input: { refundId: `${randomUUID()}-1`, reference: 'OP-77' } }),
  },
  'actualizar-tienda.graphql': {
    writes: () => ({ input: { version: 0, legalName: 'ElectroPlus S.A.C.' } }),
  },
  'fijar-tasa-igv.graphql': {
    writes: () => ({ input: { basisPoints: 1_600, validFrom: '2011-03-01' } }),
  },
  'realizar-venta.graphql': {
    writes: ({ productId, sellerId, customerId }) => ({
      input: {
        idempotencyKey: randomUUID(),
        sellerId,
        customerId,
        items: [{ productId, quantity: 2 }],
      },
    }),
  },
};

/** Makes the data of one engine. */
export async function makeTwin(shop: Shop): Promise<Twin> {
  const product = await shop.addProduct({ name: 'Audífonos', price: '12.00', stock: 10 });
  return {
    productId: product.id,
    customerId: await shop.addCustomer('Ana Gemela'),
    sellerId: await shop.addSeller(),
    tag: randomUUID().slice(0, 12),
  };
}

/** Makes the data that both engines read: a category, products, and sales with several lines. */
export async function stockShelf(shop: Shop): Promise<Shelf> {
  const { crearCategoria } = await shop.ask<{ crearCategoria: { category: { id: string } } }>(
    'mutation { crearCategoria(input: { name: "Audio", slug: "audio" }) { category { id } } }',
  );
  const products = await shop.addProducts(
    Array.from({ length: 12 }, (_, index) => ({
      name: `Parlante ${index}`,
      price: `${10 + index}.50`,
      categorySlug: 'audio',
      stock: 100,
    })),
  );
  const customerId = await shop.addCustomer('Ana Torres');
  const items = products.slice(0, 4).map(({ id }) => ({ productId: id, quantity: 1 }));
  const first = await shop.sell({ items, customerId });
  await shop.sell({ items: [...items, ...items], customerId });
  return {
    productId: products[0]?.id ?? '',
    sku: products[0]?.sku ?? '',
    categoryId: crearCategoria.category.id,
    customerId,
    saleId: first.sale?.id ?? '',
    quoted: { sellerId: shop.sellerId, items, discount: { percent: '10' } },
  };
}
