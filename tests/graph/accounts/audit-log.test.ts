// Goal: all that the audit log is there for reaches it, with author, address, time and request; and
// nobody writes into it what did not happen. Method: the real graph, read by its administrator.
// Long because every kind of entry is read from one log, in which the tests find their own.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { ANONYMOUS, query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { ADMINISTRATOR } from '../../../scripts/stack/throwaway/sign-in.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { addAccount, addSignedIn, as, PASSWORD, tryToSignIn } from '../../support/accounts.ts';
import { auditEntries, auditEntryOf, type Entry } from '../../support/audit-log.ts';
import { callAs } from '../../support/service-call.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;
beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
}, 60_000);
afterAll(() => graph?.stop());

const entries = (filter: { kind?: string; actorId?: string } = {}) => auditEntries(shop, filter);
const entryOf = (kind: string, subject: string) => auditEntryOf(shop, kind, subject);

test('everything that happens to an account and its sessions is told, in its order', async () => {
  const fromMs = Date.now();
  const user = await addAccount(graph);
  const { id, version, credentials } = user;
  const { email } = credentials;
  const requestId = `audit-${randomUUID()}`;
  const send = (document: string, variables: object, headers: Record<string, string> = {}) =>
    query(graph.urls.router, document, { ...variables }, { ...headers, 'x-request-id': requestId });
  const signIn = async (password: string) => {
    const document = `mutation In($input: IniciarSesionInput!) {
      iniciarSesion(input: $input) { accessToken refreshToken } }`;
    const { data } = await send(document, { input: { email, password } }, ANONYMOUS);
    return data?.['iniciarSesion'] as { accessToken: string; refreshToken: string };
  };
  const renewal = `mutation Renew($refreshToken: String) {
    renovarSesion(input: { refreshToken: $refreshToken }) { accessToken refreshToken } }`;

  await signIn('wrong-password');
  const stolen = await signIn(PASSWORD);
  const renewed = await send(renewal, { refreshToken: stolen.refreshToken }, ANONYMOUS);
  await send(renewal, renewed.data?.['renovarSesion'] as object, ANONYMOUS);
  await send(renewal, { refreshToken: stolen.refreshToken }, ANONYMOUS);
  const second = await signIn(PASSWORD);
  await send(
    'mutation Out($t: String) { cerrarSesion(input: { refreshToken: $t }) { userErrors { code } } }',
    { t: second.refreshToken },
    ANONYMOUS,
  );
  const { accessToken } = await signIn(PASSWORD);
  await send('{ usuarios { totalCount } }', {}, as(accessToken));
  await send(
    `mutation Own($input: CambiarClaveInput!) { cambiarClave(input: $input) { user { id } } }`,
    { input: { currentPassword: PASSWORD, newPassword: 'another-long-one' } },
    as(accessToken),
  );
  const edit = `mutation Edit($input: ActualizarUsuarioInput!) {
      actualizarUsuario(input: $input) { user { id } }
    }`;
  await send(edit, { input: { id, version: version + 1, roles: ['ADMIN'] } });
  await send('mutation Off($id: ID!) { desactivarUsuario(input: { id: $id }) { user { id } } }', {
    id,
  });

  const isAbout = ({ requestId: of }: Entry) => of === requestId;
  const told = await eventually('all ten are in the log', async () => {
    const found = (await entries()).filter(isAbout);
    return found.length >= 10 ? found.reverse() : null;
  });
  const me = { email };
  const admin = { email: ADMINISTRATOR.email };
  expect(told.map(({ kind, subject, actor }) => [kind, subject, actor])).toEqual([
    ['SIGN_IN_REFUSED', email, null],
    ['SIGNED_IN', email, me],
    ['REFRESH_REUSED', `User ${id}`, me],
    ['SIGNED_IN', email, me],
    ['SIGNED_OUT', `User ${id}`, me],
    ['SIGNED_IN', email, me],
    ['ACCESS_REFUSED', 'Query.usuarios', me],
    ['PASSWORD_CHANGED', email, me],
    ['USER_CHANGED', email, admin],
    ['USER_DEACTIVATED', email, admin],
  ]);
  for (const { address, occurredAt, service } of told) {
    expect(service).toBe('usuarios');
    expect(address).toBe('127.0.0.1');
    expect(Date.parse(occurredAt)).toBeGreaterThanOrEqual(fromMs);
  }
  expect(told.map(({ detail }) => detail).join()).toContain('roles ALMACEN → ADMIN');
  expect(JSON.stringify(told)).not.toMatch(/argon2|another-long-one/);
  expect(await entryOf('USER_CREATED', email)).toMatchObject({ actor: admin });
});

const ADJUST = `mutation Adjust($input: AjustarStockInput!) {
  ajustarStock(input: $input) { movement { delta actorId } userErrors { code } }
}`;

test('a correction of stock names its worker, here and in the ledger', async () => {
  const product = await shop.addProduct({ stock: 100 });
  const worker = await addSignedIn(graph);
  const requestId = `audit-${randomUUID()}`;
  const { data } = await query<{ ajustarStock: { movement: object } }>(
    graph.urls.router,
    ADJUST,
    {
      input: {
        productId: product.id,
        delta: -2,
        reason: 'Roto',
        kind: 'LOSS',
        idempotencyKey: randomUUID(),
      },
    },
    { ...as(worker.accessToken), 'x-request-id': requestId },
  );
  expect(data?.ajustarStock.movement).toEqual({ delta: -2, actorId: worker.id });

  const found = await eventually('the correction is in the log', async () =>
    (await entries({ actorId: worker.id })).find(({ kind }) => kind === 'STOCK_ADJUSTED'),
  );
  expect(found).toMatchObject({
    service: 'inventario',
    subject: `Product ${product.id} ${product.sku}`,
    detail: 'LOSS -2, available 98: Roto',
    requestId,
    address: '127.0.0.1',
    actor: { email: worker.credentials.email },
  });
});

test('a new price is told, by an edit as by an import; so is the stock that an import brings', async () => {
  const { id, sku, version } = await shop.addProduct({ stock: 5 });
  const subject = `Product ${id} ${sku}`;
  expect(await entryOf('STOCK_ADJUSTED', subject)).toMatchObject({
    detail: 'INITIAL 5, available 5: import',
    actor: { email: ADMINISTRATOR.email },
  });
  await shop.ask(
    `mutation Price($input: ActualizarProductoInput!) {
      actualizarProducto(input: $input) { userErrors { code } }
    }`,
    { input: { id, version, price: '12.50' } },
  );
  await shop.ask(
    `mutation Import($rows: [ImportProductInput!]!) {
      importarProductos(input: { rows: $rows }) { updated }
    }`,
    { rows: [{ sku, name: 'Radio', price: '13.00' }] },
  );
  const prices = await eventually('both prices are in the log', async () => {
    const found = (await entries({ kind: 'PRICE_CHANGED' })).filter(
      (one) => one.subject === subject,
    );
    return found.length === 2 ? found : null;
  });
  expect(prices.map(({ detail }) => detail)).toEqual(['12.50 → 13.00', '10.00 → 12.50']);
});

test('a customer who asks for the sales of another, and a seller who sells in another name, are told', async () => {
  const customer = await addSignedIn(graph, {
    roles: ['CLIENTE'],
    customerId: await shop.addCustomer(),
  });
  const seller = await addSignedIn(graph, { roles: ['VENDEDOR'], sellerId: shop.sellerId });
  const other = await shop.addCustomer();
  await query(
    graph.urls.router,
    `{ ventas(customerId: "${other}") { totalCount } }`,
    {},
    as(customer.accessToken),
  );
  const input = {
    idempotencyKey: randomUUID(),
    sellerId: await shop.addSeller(),
    items: [{ productId: '1', quantity: 1 }],
  };
  const sell =
    'mutation Sell($input: RealizarVentaInput!) { realizarVenta(input: $input) { replayed } }';
  await query(graph.urls.router, sell, { input }, as(seller.accessToken));

  expect(await entryOf('ACCESS_REFUSED', 'Query.ventas')).toMatchObject({
    service: 'ventas',
    actor: { email: customer.credentials.email },
  });
  expect(await entryOf('ACCESS_REFUSED', 'RealizarVentaInput.sellerId')).toMatchObject({
    actor: { email: seller.credentials.email },
  });
});

test.each([
  ['router', 'PRICE_CHANGED', 'SERVICE_TOKEN_INVALID'],
  ['ventas', 'USER_CREATED', 'BAD_USER_INPUT'],
  ['inventario', 'SIGNED_IN', 'BAD_USER_INPUT'],
  ['inventario', 'price changed', 'BAD_USER_INPUT'],
  ['inventario', 'A'.repeat(41), 'BAD_USER_INPUT'],
  ['inventario', 'PRICE_CHANGED', null],
  ['ventas', 'PRICE_CHANGED', null],
  ['ventas', 'ACCESS_REFUSED', null],
  ['ventas', 'KIND_OF_TOMORROW', null],
] as const)(
  'reported by %s, %s is answered with %s: usuarios tells its own, and of others who tells it',
  async (caller, kind, code) => {
    const requestId = `reported-${randomUUID()}`;
    const entry = {
      id: randomUUID(),
      kind,
      occurredAt: '2026-01-01T00:00:00.000Z',
      requestId,
      subject: 'x',
    };
    const { text } = await callAs(graph, {
      caller,
      callee: 'usuarios',
      document: 'mutation R($input: RecordAuditInput!) { recordAudit(input: $input) { recorded } }',
      variables: { input: { entries: [entry] } },
    });
    expect(JSON.parse(text).errors?.[0].extensions.code ?? null).toBe(code);
    const { auditoria } = await shop.ask<{ auditoria: { nodes: Entry[] } }>(
      `query Old($to: DateTime) {
        auditoria(to: $to, first: 100) { nodes { kind service requestId } }
      }`,
      { to: '2026-01-02T00:00:00.000Z' },
    );
    const kept = auditoria.nodes.filter((one) => one.requestId === requestId);
    expect(kept).toEqual(code === null ? [{ kind, service: caller, requestId }] : []);
  },
);

test('a kind that nothing can have is refused; one that nothing has yet lists nothing', async () => {
  const listed = (kind: string) =>
    query(graph.urls.router, 'query K($kind: String) { auditoria(kind: $kind) { totalCount } }', {
      kind,
    });
  expect((await listed('KIND_OF_NOBODY')).data).toEqual({ auditoria: { totalCount: 0 } });
  expect((await listed('año')).errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
});

test('the audit log is read page by page, newest first, each entry once', async () => {
  for (let tries = 0; tries < 5; tries++) {
    await tryToSignIn(graph, { email: `nobody-${tries}@shop.test`, password: PASSWORD });
  }
  type Page = {
    auditoria: {
      nodes: { id: string; subject: string }[];
      pageInfo: { endCursor: string; hasNextPage: boolean };
    };
  };
  const subjects: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 3; pages++) {
    const { auditoria }: Page = await shop.ask<Page>(
      `query Page($after: String) {
        auditoria(kind: "SIGN_IN_REFUSED", first: 2, after: $after) {
          nodes { id subject } pageInfo { endCursor hasNextPage }
        }
      }`,
      { after },
    );
    subjects.push(...auditoria.nodes.map(({ subject }) => subject));
    after = auditoria.pageInfo.endCursor;
  }
  const newest = [4, 3, 2, 1, 0].map((tries) => `nobody-${tries}@shop.test`);
  expect(subjects.slice(0, 5)).toEqual(newest);
  expect(new Set(subjects).size).toBe(subjects.length);
});

test('who is no administrator reads nothing of it', async () => {
  for (const role of ['ALMACEN', 'VENDEDOR'] as const) {
    const links = role === 'VENDEDOR' ? { sellerId: shop.sellerId } : {};
    const { accessToken } = await addSignedIn(graph, { roles: [role], ...links });
    const { data, errors } = await query(
      graph.urls.router,
      '{ auditoria { nodes { subject } } }',
      {},
      as(accessToken),
    );
    expect(data).toEqual({ auditoria: null });
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  }
});
