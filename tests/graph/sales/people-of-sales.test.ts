// Goal: a sale names its people as they were when it was made.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
});
afterAll(() => graph?.stop());

const FIELDS = `id customerName customerDocType customerDocNumber sellerName
  customer { id name version docNumber } seller { id name version }`;

interface ReadSale {
  customerName: string | null;
  customerDocType: string | null;
  customerDocNumber: string | null;
  sellerName: string;
  customer: { id: string; name: string; version: number } | null;
  seller: { id: string; name: string; version: number };
}

async function sell(customerId: string | null): Promise<ReadSale & { id: string }> {
  const { id: productId } = await shop.addProduct({ stock: 1 });
  const input = { sellerId: shop.sellerId, customerId, items: [{ productId, quantity: 1 }] };
  const text = `mutation Sell($input: RealizarVentaInput!) {
    realizarVenta(input: $input) { sale { ${FIELDS} } }
  }`;
  type Answer = { realizarVenta: { sale: ReadSale & { id: string } } };
  const key = { idempotencyKey: crypto.randomUUID() };
  return (await shop.ask<Answer>(text, { input: { ...input, ...key } })).realizarVenta.sale;
}

async function read(id: string): Promise<ReadSale> {
  const text = `query Sale($id: ID!) { venta(id: $id) { ${FIELDS} } }`;
  return (await shop.ask<{ venta: ReadSale }>(text, { id })).venta;
}

test('the names and the document of the sale stay when the records change', async () => {
  const created = await shop.ask<{ crearCliente: { customer: { id: string } } }>(
    `mutation { crearCliente(input: { name: "Ana Torres", docType: DNI, docNumber: "45678912" }) {
      customer { id }
    } }`,
  );
  const sold = await sell(created.crearCliente.customer.id);
  expect(sold).toMatchObject({
    customerName: 'Ana Torres',
    customerDocType: 'DNI',
    customerDocNumber: '45678912',
  });
  const { customer, seller } = sold;
  await shop.ask(
    `mutation Rename($customer: ActualizarClienteInput!, $seller: ActualizarVendedorInput!) {
      actualizarCliente(input: $customer) { customer { id } }
      actualizarVendedor(input: $seller) { seller { id } }
    }`,
    {
      customer: { id: customer!.id, version: customer!.version, name: 'Ana T. de Ríos' },
      seller: { id: seller.id, version: seller.version, name: 'Otra Persona' },
    },
  );
  expect(await read(sold.id)).toMatchObject({
    customerName: 'Ana Torres',
    customerDocNumber: '45678912',
    customer: { name: 'Ana T. de Ríos' },
    sellerName: seller.name,
    seller: { name: 'Otra Persona' },
  });
});

test('a sale to nobody in particular names its seller only', async () => {
  const sold = await sell(null);
  const nobody = { customerName: null, customerDocType: null, customerDocNumber: null };
  expect(sold).toMatchObject({ ...nobody, customer: null, sellerName: sold.seller.name });
  expect(await read(sold.id)).toMatchObject(nobody);
});
