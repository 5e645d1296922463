// Goal: accounts are made and changed by administrators of this moment, and lead to people who are
// there. Method: the real graph; a dismissed administrator acts while the old token still lives, at
// the subgraph itself, where no router looks at sessions.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { signIn } from '../../../scripts/stack/throwaway/sign-in.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { addAccount, as, type NewAccount, PASSWORD } from '../../support/accounts.ts';
import { callAs } from '../../support/service-call.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;
beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
}, 60_000);
afterAll(() => graph?.stop());

type Payloads = Record<string, { userErrors: { code: string }[] }>;

interface Answer {
  data?: Payloads | null;
  errors?: { extensions: { code: string } }[];
}

const DEACTIVATE = `mutation Off($id: ID!) {
  p: desactivarUsuario(input: { id: $id }) { user { active } userErrors { code } }
}`;
const CREATE = `mutation New($input: CrearUsuarioInput!) {
  p: crearUsuario(input: $input) { user { active } userErrors { code } }
}`;
const EDIT = `mutation Edit($input: ActualizarUsuarioInput!) {
  p: actualizarUsuario(input: $input) { user { active } userErrors { code } }
}`;

/** The answer of usuarios to a call whose token names this account as an administrator. */
async function callFor(id: string, document: string, variables: object): Promise<string> {
  const { text } = await callAs(graph, {
    caller: 'router',
    callee: 'usuarios',
    document,
    variables: { ...variables },
    actor: { id, roles: ['ADMIN'] },
  });
  const { data, errors } = JSON.parse(text) as Answer;
  return errors?.[0]?.extensions.code ?? data?.['p']?.userErrors[0]?.code ?? 'done';
}

const accountInput = (more: object = {}) => ({
  name: 'Eva',
  email: `${randomUUID()}@shop.test`,
  password: PASSWORD,
  roles: ['ADMIN'],
  ...more,
});

test('an administrator who has been dismissed leaves no account behind, although his token lives', async () => {
  const { id } = await addAccount(graph, { roles: ['ADMIN'] });
  expect(await callFor(id, CREATE, { input: accountInput() })).toBe('done');
  const other = await addAccount(graph);
  expect(await callFor('1', DEACTIVATE, { id })).toBe('done');

  expect(await callFor(id, CREATE, { input: accountInput() })).toBe('UNAUTHENTICATED');
  expect(await callFor(id, DEACTIVATE, { id: other.id })).toBe('UNAUTHENTICATED');
  const input = { id, version: 2, active: true };
  expect(await callFor(id, EDIT, { input })).toBe('UNAUTHENTICATED');
});

test('who is no longer an administrator does not make himself one again', async () => {
  const { id, version } = await addAccount(graph, { roles: ['ADMIN'] });
  const input = { id, version, roles: ['ALMACEN'] };
  expect(await callFor('1', EDIT, { input })).toBe('done');
  const back = { id, version: version + 1, roles: ['ADMIN'] };
  expect(await callFor(id, EDIT, { input: back })).toBe('FORBIDDEN');
});

test('of two administrators who dismiss each other at the same moment one stays', async () => {
  for (let round = 0; round < 5; round++) {
    const [one, two] = (await Promise.all([
      addAccount(graph, { roles: ['ADMIN'] }),
      addAccount(graph, { roles: ['ADMIN'] }),
    ])) as [NewAccount, NewAccount];
    const fates = await Promise.all([
      callFor(one.id, DEACTIVATE, { id: two.id }),
      callFor(two.id, DEACTIVATE, { id: one.id }),
    ]);
    expect(fates.sort()).toEqual(['UNAUTHENTICATED', 'done']);
  }
});

test('nobody deactivates himself or takes the role ADMIN from himself', async () => {
  const { id, version } = await addAccount(graph, { roles: ['ADMIN'] });
  expect(await callFor(id, DEACTIVATE, { id })).toBe('INVALID_INPUT');
  for (const less of [{ active: false }, { roles: ['ALMACEN'] }]) {
    expect(await callFor(id, EDIT, { input: { id, version, ...less } })).toBe('INVALID_INPUT');
  }
});

async function codesOf(document: string, input: object): Promise<string[]> {
  const { data } = await query<Payloads>(graph.urls.router, document, { input });
  return data?.['p']?.userErrors.map(({ code }) => code) ?? ['no answer'];
}

test('an account is not linked to a seller or customer who is not there: the id may be given to somebody later', async () => {
  const nobody = '999999';
  const links = { sellerId: nobody, customerId: nobody };
  const missing = ['SELLER_NOT_FOUND', 'CUSTOMER_NOT_FOUND'];
  expect(await codesOf(CREATE, accountInput(links))).toEqual(missing);
  expect(await codesOf(CREATE, accountInput({ sellerId: shop.sellerId, customerId: 'x' }))).toEqual(
    ['CUSTOMER_NOT_FOUND'],
  );
  const { id, version } = await addAccount(graph);
  expect(await codesOf(EDIT, { id, version, ...links })).toEqual(missing);
  const good = { sellerId: shop.sellerId, customerId: await shop.addCustomer() };
  expect(await codesOf(EDIT, { id, version, ...good })).toEqual([]);
  expect(await codesOf(EDIT, { id, version: version + 1, sellerId: null })).toEqual([]);
});

test('while ventas is away accounts with links wait, and the others do not', async () => {
  await graph.kill('ventas');
  const linked = await query(graph.urls.router, CREATE, {
    input: accountInput({ sellerId: shop.sellerId }),
  });
  const plain = await codesOf(CREATE, accountInput());
  await graph.start('ventas');
  expect(linked.errors?.[0]?.extensions?.['code']).toBe('SERVICE_UNAVAILABLE');
  expect(plain).toEqual([]);
});

test('what is left out of an edit stays, and what is given empty is refused', async () => {
  const { id, version, credentials } = await addAccount(graph);
  const other = await addAccount(graph);
  const edit = (changes: object) => codesOf(EDIT, { id, version, ...changes });
  expect(await edit({ email: '' })).toEqual(['INVALID_INPUT']);
  expect(await edit({ name: ' ' })).toEqual(['INVALID_INPUT']);
  expect(await edit({ password: '' })).toEqual(['WEAK_PASSWORD']);
  expect(await edit({ roles: [] })).toEqual(['INVALID_INPUT']);
  expect(await edit({ roles: ['VENDEDOR'] })).toEqual(['INVALID_INPUT']);
  expect(await edit({ email: other.credentials.email.toUpperCase() })).toEqual(['DUPLICATE_EMAIL']);
  expect(await codesOf(CREATE, accountInput({ email: credentials.email }))).toEqual([
    'DUPLICATE_EMAIL',
  ]);
  expect(await edit({ name: 'Luis Vega' })).toEqual([]);
  expect(await edit({ name: 'Luis Vega' })).toEqual(['STALE']);
});

test('an administrator reads one account by its id, and nobody else does', async () => {
  const sellerId = await shop.addSeller();
  const account = await addAccount(graph, { name: 'Eva', roles: ['VENDEDOR'], sellerId });
  const document = `query One($id: ID!) {
    usuario(id: $id) { id name email roles active version seller { id name } } }`;
  const { id, version, credentials } = account;
  expect(await shop.ask(document, { id })).toEqual({
    usuario: {
      ...{ id, version, name: 'Eva', email: credentials.email, roles: ['VENDEDOR'], active: true },
      seller: { id: sellerId, name: expect.any(String) },
    },
  });
  for (const nobody of ['2147483647', 'x', '']) {
    expect(await shop.ask(document, { id: nobody })).toEqual({ usuario: null });
  }
  const { accessToken } = await signIn(graph.urls.router, credentials);
  expect(await shop.codesOf(document, { id }, as(accessToken))).toEqual(['FORBIDDEN']);
});
