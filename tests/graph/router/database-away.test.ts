// Goal: a database that cannot be written, or reached, is no mistake of the graph: clients are told
// to come again, by code, status and header.
// Method: triggers refuse what a read-only server refuses, with its error numbers.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../common/subgraph/database/database.ts';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;
let ventas: Database;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
  ventas = openDatabase(graph.databaseUrls.ventas, 1);
});
afterAll(async () => {
  await ventas?.close();
  await graph?.stop();
});

const ADD_SELLER = `mutation ($input: CrearVendedorInput!) {
  crearVendedor(input: $input) { seller { id } userErrors { code } }
}`;

async function refuseInserts(table: string, errno: number): Promise<() => Promise<number>> {
  await ventas.execute(
    `CREATE TRIGGER refuse BEFORE INSERT ON ${table} FOR EACH ROW
       SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = ${errno}, MESSAGE_TEXT = 'read-only'`,
  );
  return () => ventas.execute('DROP TRIGGER refuse');
}

test.each([1290, 1836, 3100, 1047])('an edit refused with %i can be sent again', async (errno) => {
  const input = { code: randomUUID().slice(-12), name: 'Eva' };
  const mend = await refuseInserts('Seller', errno);
  const answer = await query(graph.urls.router, ADD_SELLER, { input });
  await mend();
  expect(answer).toMatchObject({
    status: 503,
    data: { crearVendedor: null },
    errors: [{ path: ['crearVendedor'], extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  });
  expect(answer.headers.get('retry-after')).toBe('1');
  const again = await query(graph.urls.router, ADD_SELLER, { input });
  expect(again.data).toMatchObject({ crearVendedor: { userErrors: [] } });
});

test('a sale that cannot be begun is SERVICE_UNAVAILABLE, and its key sells once later', async () => {
  const { id: productId } = await shop.addProduct({ stock: 1 });
  const order = { idempotencyKey: randomUUID(), items: [{ productId, quantity: 1 }] };
  const text = `mutation ($input: RealizarVentaInput!) {
    realizarVenta(input: $input) { sale { id } }
  }`;
  const mend = await refuseInserts('SaleAttempt', 1290);
  const input = { sellerId: shop.sellerId, ...order };
  const { errors, headers } = await query(graph.urls.router, text, { input });
  await mend();
  expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  expect(headers.get('retry-after')).toBe('1');
  expect((await shop.sell(order)).sale).not.toBeNull();
  expect((await shop.stockOf(productId)).available).toBe(0);
});

test('an answer that is good in part has status 200', async () => {
  const text = `mutation ($input: CrearVendedorInput!) {
    crearCategoria(input: { name: "Radios", slug: "radios" }) { category { slug } }
    crearVendedor(input: $input) { seller { id } }
  }`;
  const mend = await refuseInserts('Seller', 1290);
  const input = { code: randomUUID().slice(-12), name: 'Eva' };
  const { status, data, errors } = await query(graph.urls.router, text, { input });
  await mend();
  expect({ status, data }).toEqual({
    status: 200,
    data: { crearCategoria: { category: { slug: 'radios' } }, crearVendedor: null },
  });
  expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
});
