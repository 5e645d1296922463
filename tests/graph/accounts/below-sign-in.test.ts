// Goal: what is selected below a sign-in or a renewal runs as its user, and what stands beside it
// as whoever sent the request. Method: the real graph; the fields that sign in, each with fields
// beside it in the same service and in another, of known operations and new ones, and of one that
// the gateway's own executor runs.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ANONYMOUS, query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { addAccount, addSignedIn, as, type NewAccount, PASSWORD } from '../../support/accounts.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;
let seller: NewAccount;
let customer: NewAccount;
let customerId: string;
beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
  customerId = await shop.addCustomer('Rosa Quispe');
  seller = await addAccount(graph, { roles: ['VENDEDOR'], sellerId: shop.sellerId });
  customer = await addAccount(graph, { roles: ['CLIENTE'], customerId });
}, 60_000);
afterAll(() => graph?.stop());

async function run(text: string, variables: object, headers: Record<string, string> = ANONYMOUS) {
  const { data, errors = [] } = await query(graph.urls.router, text, { ...variables }, headers);
  return { data, errors: errors.map(({ path, extensions }) => [path?.[0], extensions?.['code']]) };
}

const SELLER = 'user { seller { id name active } }';
const ofSeller = () => ({
  user: { seller: { id: shop.sellerId, name: expect.any(String), active: true } },
});

test('whoever signs in or renews sees what is theirs at once, each time alike', async () => {
  const signIn = `mutation In($input: IniciarSesionInput!) {
    iniciarSesion(input: $input) { refreshToken ${SELLER} } }`;
  const renewal = `mutation On($input: RenovarSesionInput!) {
    renovarSesion(input: $input) { refreshToken ${SELLER} } }`;
  for (let times = 0; times < 2; times++) {
    const signedIn = await run(signIn, { input: seller.credentials });
    expect(signedIn).toMatchObject({ data: { iniciarSesion: ofSeller() }, errors: [] });
    const { refreshToken } = signedIn.data!['iniciarSesion'] as { refreshToken: string };
    const renewed = await run(renewal, { input: { refreshToken } });
    expect(renewed).toMatchObject({ data: { renovarSesion: ofSeller() }, errors: [] });
  }
});

test('a customer who signs in reads their own purchases, however deep they stand', async () => {
  const text = `mutation In($input: IniciarSesionInput!) {
    iniciarSesion(input: $input) {
      user { customer { name sales(first: 1) { totalCount nodes { seller { name } } } } } } }`;
  await shop.sell({
    customerId,
    items: [{ productId: (await shop.addProduct({ stock: 1 })).id, quantity: 1 }],
  });
  expect(await run(text, { input: customer.credentials })).toMatchObject({
    data: {
      iniciarSesion: {
        user: {
          customer: {
            name: 'Rosa Quispe',
            sales: { totalCount: 1, nodes: [{ seller: { name: expect.any(String) } }] },
          },
        },
      },
    },
    errors: [],
  });
});

test('two who sign in within one operation see what is theirs, and nothing of the other', async () => {
  const text = `mutation Two($a: IniciarSesionInput!, $b: IniciarSesionInput!) {
    a: iniciarSesion(input: $a) { user { seller { name } customer { name } } }
    b: iniciarSesion(input: $b) { user { seller { name } customer { name } } } }`;
  expect(await run(text, { a: seller.credentials, b: customer.credentials })).toMatchObject({
    data: {
      a: { user: { seller: { name: expect.any(String) }, customer: null } },
      b: { user: { seller: null, customer: { name: 'Rosa Quispe' } } },
    },
    errors: [],
  });
});

test.each([
  ['a stranger', () => ANONYMOUS, 'UNAUTHENTICATED'],
  ['a warehouse worker', async () => as((await addSignedIn(graph)).accessToken), 'FORBIDDEN'],
])(
  'a field beside it runs as the sender, here %s, before it and after it',
  async (_, headersOf, code) => {
    const headers = await headersOf();
    const { credentials } = await addAccount(graph, { roles: ['ADMIN'] });
    const elsewhere = `crearVendedor(input: { name: "Eva", code: "E-1" }) { seller { id } }`;
    const there = `desactivarUsuario(input: { id: "${seller.id}" }) { user { id } }`;
    const text = `mutation Beside($input: IniciarSesionInput!) {
      before: ${elsewhere} beforeThere: ${there}
      iniciarSesion(input: $input) { user { name roles } }
      afterThere: ${there} after: ${elsewhere} }`;
    const { data, errors } = await run(text, { input: credentials }, headers);

    expect(data).toMatchObject({ iniciarSesion: { user: { roles: ['ADMIN'] } } });
    expect(errors.sort()).toEqual(
      ['after', 'afterThere', 'before', 'beforeThere'].map((name) => [name, code]),
    );
  },
);

test('one who signs in as somebody with fewer rights keeps their own beside it', async () => {
  const text = `mutation Beside($input: IniciarSesionInput!) {
    iniciarSesion(input: $input) { ${SELLER} }
    crearVendedor(input: { name: "Eva", code: "E-2" }) { seller { name } } }`;
  expect(await run(text, { input: seller.credentials }, {})).toMatchObject({
    data: { iniciarSesion: ofSeller(), crearVendedor: { seller: { name: 'Eva' } } },
    errors: [],
  });
});

test('a failed sign-in leaves everybody who they were', async () => {
  const text = `mutation Failed($input: IniciarSesionInput!, $own: CambiarClaveInput!) {
    iniciarSesion(input: $input) { ${SELLER} }
    cambiarClave(input: $own) { user { id } } }`;
  const input = { ...seller.credentials, password: 'wrong-password' };
  const own = { currentPassword: PASSWORD, newPassword: 'another-long-one' };
  expect(await run(text, { input, own })).toEqual({
    data: { iniciarSesion: { user: null }, cambiarClave: null },
    errors: [['cambiarClave', 'UNAUTHENTICATED']],
  });
});

test('an operation that is left to the gateway itself does the same', async () => {
  const text = `mutation Left($input: IniciarSesionInput!) {
    iniciarSesion(input: $input) { __reserved: accessToken ${SELLER} }
    crearVendedor(input: { name: "Eva", code: "E-3" }) { seller { name } } }`;
  expect(await run(text, { input: seller.credentials })).toMatchObject({
    data: { iniciarSesion: ofSeller(), crearVendedor: null },
    errors: [['crearVendedor', 'UNAUTHENTICATED']],
  });
});
