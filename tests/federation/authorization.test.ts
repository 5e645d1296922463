// Goal: each role may do what it is there for and nothing else, whichever way it asks: through the
// router, at a subgraph, through another field, or for an entity by its key.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { ANONYMOUS, query } from '../support/graphql-client.ts';
import { callAs } from '../support/service-call.ts';
import { openShop, type SeededProduct, type Shop } from '../support/shop.ts';
import { signIn } from '../support/sign-in.ts';

type RoleName = 'VENDEDOR' | 'ALMACEN' | 'CLIENTE';
type Headers = Readonly<Record<string, string>>;

let graph: Graph;
let shop: Shop;
let product: SeededProduct;
let customerId: string;
let ownSale: string;
let otherSale: string;
const headersOf = new Map<RoleName | 'nobody', Headers>([['nobody', ANONYMOUS]]);

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
  product = await shop.addProduct({ stock: 100 });
  customerId = await shop.addCustomer('Ana Torres');
  const items = [{ productId: product.id, quantity: 1 }];
  ownSale = (await shop.sell({ items, customerId })).sale!.id;
  otherSale = (await shop.sell({ items, customerId: await shop.addCustomer() })).sale!.id;
  await addAccount('VENDEDOR', { sellerId: shop.sellerId });
  await addAccount('ALMACEN', {});
  await addAccount('CLIENTE', { customerId });
}, 60_000);
afterAll(() => graph?.stop());

async function addAccount(role: RoleName, links: object): Promise<void> {
  const email = `${role.toLowerCase()}-${randomUUID()}@shop.test`;
  const password = 'correct-horse-battery';
  const input = { name: role, email, password, roles: [role], ...links };
  await shop.ask(
    `mutation Add($input: CrearUsuarioInput!) {
      crearUsuario(input: $input) { userErrors { code } }
    }`,
    { input },
  );
  const { accessToken } = await signIn(graph.urls.router, { email, password });
  headersOf.set(role, { authorization: `Bearer ${accessToken}` });
}

const askAs = (role: RoleName | 'nobody', document: string, variables: object = {}) =>
  query(graph.urls.router, document, { ...variables }, headersOf.get(role));

async function codesFor(role: RoleName | 'nobody', document: string, variables: object = {}) {
  const { errors = [] } = await askAs(role, document, variables);
  return errors.map(({ extensions }) => extensions?.['code']);
}

const DOCUMENTS = {
  catalog: '{ productos(first: 1) { nodes { name price stock { available } } } }',
  ledger: '{ productos(first: 1) { nodes { movements { totalCount } } } }',
  figures: '{ productos(first: 1) { nodes { unitsSold } } }',
  sales: '{ ventas { nodes { id total items { productName } seller { name } } } }',
  customers: '{ clientes { nodes { name } } }',
  sellers: '{ vendedores { nodes { sales { totalCount } } } }',
  accounts: '{ usuarios { nodes { email } } }',
  audit: '{ auditoria { nodes { subject } } }',
  newProduct: `mutation { crearProducto(input: { sku: "S", name: "N", price: "1.00" }) {
    userErrors { code } } }`,
} as const;

test.each([
  ['nobody', ['catalog']],
  ['CLIENTE', ['catalog', 'sales']],
  ['ALMACEN', ['catalog', 'ledger', 'figures']],
  ['VENDEDOR', ['catalog', 'figures', 'sales', 'customers', 'sellers']],
] as const)('%s may read %j and nothing else', async (role, allowed) => {
  const refusal = role === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
  for (const [name, document] of Object.entries(DOCUMENTS)) {
    const codes = await codesFor(role, document);
    const expected = (allowed as readonly string[]).includes(name) ? [] : [refusal];
    expect([name, [...new Set(codes)]]).toEqual([name, expected]);
  }
});

const SELL = `mutation Sell($input: RealizarVentaInput!) {
  realizarVenta(input: $input) { sale { id seller { id } } userErrors { code } }
}`;

test('a seller sells as himself, and is refused in the name of another', async () => {
  const order = (sellerId: string) => ({
    input: {
      idempotencyKey: randomUUID(),
      sellerId,
      items: [{ productId: product.id, quantity: 1 }],
    },
  });
  const own = await askAs('VENDEDOR', SELL, order(shop.sellerId));
  expect(own.data).toMatchObject({ realizarVenta: { sale: { seller: { id: shop.sellerId } } } });
  const other = await shop.addSeller();
  expect(await codesFor('VENDEDOR', SELL, order(other))).toEqual(['FORBIDDEN']);
  expect(await codesFor('ALMACEN', SELL, order(other))).toEqual(['FORBIDDEN']);
  expect(await codesFor('nobody', SELL, order(other))).toEqual(['UNAUTHENTICATED']);
});

test('a customer sees his own sales, and of the others not even that they are there', async () => {
  const { data } = await askAs('CLIENTE', '{ ventas { totalCount nodes { id customer { id } } } }');
  expect(data).toEqual({
    ventas: { totalCount: 1, nodes: [{ id: ownSale, customer: { id: customerId } }] },
  });
  const one = 'query One($id: ID!) { venta(id: $id) { id } }';
  expect((await askAs('CLIENTE', one, { id: ownSale })).data).toEqual({ venta: { id: ownSale } });
  expect((await askAs('CLIENTE', one, { id: otherSale })).data).toEqual({ venta: null });
  const of = 'query Of($id: ID!) { ventas(customerId: $id) { totalCount } }';
  expect(await codesFor('CLIENTE', of, { id: '999' })).toEqual(['FORBIDDEN']);
  const summary = 'query Sum($id: ID!) { resumenCliente(customerId: $id) { salesCount } }';
  expect((await askAs('CLIENTE', summary, { id: customerId })).data).toEqual({
    resumenCliente: { salesCount: 1 },
  });
  expect((await askAs('CLIENTE', summary, { id: '999' })).data).toEqual({ resumenCliente: null });
});

const ENTITIES = `query E($r: [_Any!]!) { _entities(representations: $r) {
  ... on Sale { total } ... on Customer { name } ... on Seller { name } } }`;

test('the entity route of a subgraph obeys the same rules', async () => {
  const call = async (actor: { id: string; roles: string[]; customerId?: string } | null) => {
    const { text } = await callAs(graph, {
      caller: 'router',
      callee: 'ventas',
      document: ENTITIES,
      variables: {
        r: [
          { __typename: 'Sale', id: ownSale },
          { __typename: 'Sale', id: otherSale },
          { __typename: 'Customer', id: customerId },
        ],
      },
      actor,
    });
    return JSON.parse(text) as {
      data: { _entities: unknown[] };
      errors?: { extensions: { code: string } }[];
    };
  };
  const nobody = await call(null);
  expect(nobody.data._entities).toEqual([null, null, null]);
  expect(nobody.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');

  const wrongRole = await call({ id: '3', roles: ['ALMACEN'] });
  expect(wrongRole.data._entities).toEqual([null, null, null]);
  expect(wrongRole.errors?.[0]?.extensions.code).toBe('FORBIDDEN');

  const customer = await call({ id: '4', roles: ['CLIENTE'], customerId });
  expect(customer.data._entities).toEqual([{ total: '10.00' }, null, { name: 'Ana Torres' }]);
});

test('an account is seen by itself and by administrators, also as an entity', async () => {
  const read = async (actor: { id: string; roles: string[] }) => {
    const { text } = await callAs(graph, {
      caller: 'router',
      callee: 'usuarios',
      document: `query E($r: [_Any!]!) { _entities(representations: $r) {
        ... on User { id } } }`,
      variables: { r: [{ __typename: 'User', id: '1' }] },
      actor,
    });
    return JSON.parse(text).data._entities;
  };
  expect(await read({ id: '1', roles: ['CLIENTE'] })).toEqual([{ id: '1' }]);
  expect(await read({ id: '2', roles: ['ADMIN'] })).toEqual([{ id: '1' }]);
  expect(await read({ id: '2', roles: ['VENDEDOR'] })).toEqual([null]);
});

test('a subgraph takes no access token: without a service token there is no way in', async () => {
  for (const url of [graph.urls.ventas, graph.urls.inventario, graph.urls.usuarios]) {
    const { status } = await query(url, '{ __typename }', {}, headersOf.get('VENDEDOR'));
    expect(status).toBe(403);
  }
});

const ADJUST = `mutation Adjust($input: AjustarStockInput!) {
  ajustarStock(input: $input) { movement { delta actorId } userErrors { code } }
}`;

interface Entry {
  kind: string;
  subject: string;
  detail: string | null;
  address: string | null;
  requestId: string;
  actor: { email: string } | null;
}

test('stock, prices and refusals reach the audit log with who, from where and the request', async () => {
  const requestId = `audit-${randomUUID()}`;
  const input = {
    productId: product.id,
    delta: -2,
    reason: 'Roto',
    kind: 'LOSS',
    idempotencyKey: randomUUID(),
  };
  const adjusted = await query<{ ajustarStock: { movement: { actorId: string } } }>(
    graph.urls.router,
    ADJUST,
    { input },
    { ...headersOf.get('ALMACEN'), 'x-request-id': requestId },
  );
  expect(adjusted.data?.ajustarStock.movement.actorId).toMatch(/^\d+$/);
  expect(await codesFor('VENDEDOR', ADJUST, { input })).toEqual(['FORBIDDEN']);
  await shop.ask(
    `mutation Price($id: ID!, $version: Int!) {
      actualizarProducto(input: { id: $id, version: $version, price: "12.50" }) {
        userErrors { code }
      }
    }`,
    { id: product.id, version: product.version },
  );

  const entries = async () => {
    const { auditoria } = await shop.ask<{ auditoria: { nodes: Entry[] } }>(
      `{ auditoria(first: 100) {
        nodes { kind subject detail address requestId actor { email } } } }`,
    );
    return auditoria.nodes;
  };
  const subject = `Product ${product.id} ${product.sku}`;
  const has = async () => (await entries()).some(({ kind }) => kind === 'PRICE_CHANGED');
  await eventually('the audit log has the change', has, 10_000);
  expect(await entries()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        kind: 'STOCK_ADJUSTED',
        subject,
        detail: 'LOSS -2, available 95: Roto'.replace(
          '95',
          String((await shop.stockOf(product.id)).available),
        ),
        requestId,
        address: expect.stringContaining('127.0.0.1'),
        actor: { email: expect.stringContaining('almacen-') },
      }),
      expect.objectContaining({ kind: 'PRICE_CHANGED', subject, detail: '10.00 → 12.50' }),
      expect.objectContaining({
        kind: 'ACCESS_REFUSED',
        subject: 'Mutation.ajustarStock',
        actor: { email: expect.stringContaining('vendedor-') },
      }),
      expect.objectContaining({ kind: 'SIGNED_IN' }),
      expect.objectContaining({ kind: 'USER_CREATED' }),
    ]),
  );
});

test('the audit log is read page by page, newest first', async () => {
  type Page = { auditoria: { nodes: { id: string }[]; pageInfo: { endCursor: string } } };
  const page = (after: string | null) =>
    shop.ask<Page>(
      `query Page($after: String) {
        auditoria(first: 2, after: $after) { nodes { id } pageInfo { endCursor } }
      }`,
      { after },
    );
  const first = await page(null);
  const second = await page(first.auditoria.pageInfo.endCursor);
  const ids = [...first.auditoria.nodes, ...second.auditoria.nodes].map(({ id }) => id);
  expect(new Set(ids).size).toBe(4);
});
