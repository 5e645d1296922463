// Goal: each role may do what it is there for and nothing else, whichever way it asks: through the
// router, at a subgraph, through another field, or for an entity by its key.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ANONYMOUS, query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { signIn } from '../../../scripts/stack/throwaway/sign-in.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { callAs } from '../../support/service-call.ts';
import { openShop, type SeededProduct, type Shop } from '../../support/shop.ts';

type RoleName = 'VENDEDOR' | 'ALMACEN' | 'CLIENTE';
type Headers = Readonly<Record<string, string>>;

let graph: Graph;
let shop: Shop;
let product: SeededProduct;
let customerId: string;
let ownSale: string;
let otherSale: string;
const HEADERS_OF = new Map<RoleName | 'nobody', Headers>([['nobody', ANONYMOUS]]);

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
  HEADERS_OF.set(role, { authorization: `Bearer ${accessToken}` });
}

const askAs = (role: RoleName | 'nobody', document: string, variables: object = {}) =>
  query(graph.urls.router, document, { ...variables }, HEADERS_OF.get(role));

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

test('of the services the router alone speaks for users: another one is nobody, whomever it names', async () => {
  const ask = async (caller: 'router' | 'inventario' | 'usuarios') => {
    const actor = { id: '1', roles: ['ADMIN'] };
    const document = '{ ventas { totalCount } }';
    const { text } = await callAs(graph, { caller, callee: 'ventas', document, actor });
    return JSON.parse(text).errors?.[0].extensions.code ?? 'answered';
  };
  expect(await ask('router')).toBe('answered');
  expect(await ask('inventario')).toBe('UNAUTHENTICATED');
  expect(await ask('usuarios')).toBe('UNAUTHENTICATED');
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

test('nested fields keep their rule at the subgraph too, beside public ones', async () => {
  const ask = async (callee: 'inventario' | 'ventas', document: string, role: RoleName | null) => {
    const actor = role && { id: '9', roles: [role], ...(role === 'CLIENTE' && { customerId }) };
    const { text } = await callAs(graph, { caller: 'router', callee, document, actor });
    const { data, errors = [] } = JSON.parse(text);
    const codes = errors.map((error: { extensions: { code: string } }) => error.extensions.code);
    return { data, codes: [...new Set(codes)] };
  };
  const ledger = `{ producto(id: "${product.id}") { sku movements { totalCount } } }`;
  const figures = `{ _entities(representations: [{ __typename: "Product", id: "${product.id}" }]) {
    ... on Product { id unitsSold } } }`;
  const sales = `{ venta(id: "${ownSale}") { seller { name sales { totalCount } } } }`;

  expect((await ask('inventario', ledger, null)).codes).toEqual(['UNAUTHENTICATED']);
  expect((await ask('inventario', ledger, 'VENDEDOR')).codes).toEqual(['FORBIDDEN']);
  expect((await ask('inventario', ledger, 'ALMACEN')).codes).toEqual([]);
  expect(await ask('ventas', figures, null)).toEqual({
    data: { _entities: [{ id: product.id, unitsSold: null }] },
    codes: ['UNAUTHENTICATED'],
  });
  expect((await ask('ventas', figures, 'CLIENTE')).codes).toEqual(['FORBIDDEN']);
  expect((await ask('ventas', figures, 'ALMACEN')).codes).toEqual([]);
  expect((await ask('ventas', sales, 'CLIENTE')).codes).toEqual(['FORBIDDEN']);
  expect((await ask('ventas', sales, 'VENDEDOR')).codes).toEqual([]);
});

test('a mutation of the wrong role changes nothing, at the subgraph as through the router', async () => {
  const before = await shop.stockOf(product.id);
  const input = { productId: product.id, delta: 7, reason: 'Mío', idempotencyKey: randomUUID() };
  const document = `mutation Adjust($input: AjustarStockInput!) {
    ajustarStock(input: $input) { movement { delta } userErrors { code } }
  }`;
  for (const role of ['VENDEDOR', 'CLIENTE'] as const) {
    expect(await codesFor(role, document, { input })).toEqual(['FORBIDDEN']);
    const { text } = await callAs(graph, {
      caller: 'router',
      callee: 'inventario',
      document,
      variables: { input },
      actor: { id: '9', roles: [role] },
    });
    expect(JSON.parse(text).errors[0].extensions.code).toBe('FORBIDDEN');
  }
  expect(await codesFor('nobody', document, { input })).toEqual(['UNAUTHENTICATED']);
  expect(await shop.stockOf(product.id)).toEqual(before);
});
