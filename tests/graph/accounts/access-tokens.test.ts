// Goal: an access token is worth something only as usuarios made it, and only for its ten minutes.
// Method: the real graph; forged tokens are signed with the real key where it is not the signature
// that is in question, so that each is refused for what is wrong with it and nothing else.
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { newSecret } from '../../../scripts/operate/environment/secrets.ts';
import { ANONYMOUS, query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { ADMINISTRATOR, signIn } from '../../../scripts/stack/throwaway/sign-in.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  createSigningKey,
  type SigningKey,
} from '../../../subgraphs/usuarios/sessions/access-tokens.ts';
import { addSignedIn, as, fateOf } from '../../support/accounts.ts';
import { openShop, type Shop } from '../../support/shop.ts';

// Being replaced: the first signs, tokens of the second are still good.
const SECRET = newSecret();
const OLD_SECRET = newSecret();
const TYPE = 'at+jwt';

let graph: Graph;
let shop: Shop;
let key: SigningKey;
/** A good token, and what it says. */
let good: string;
let claims: JWTPayload;

beforeAll(async () => {
  graph = await startGraph({
    environment: { usuarios: { SECRET_ACCESS_TOKENS: `${SECRET},${OLD_SECRET}` } },
  });
  shop = await openShop(graph);
  key = await createSigningKey(SECRET);
  good = (await signIn(graph.urls.router, ADMINISTRATOR)).accessToken;
  claims = decodeJwt(good);
}, 60_000);
afterAll(() => graph?.stop());

interface Forgery {
  header?: object;
  /** Undefined takes a claim away. */
  claims?: object;
  signedWith?: SigningKey;
}

/** The good token again, but for what is told. */
function forge({ header, claims: other, signedWith = key }: Forgery): Promise<string> {
  return new SignJWT({ ...claims, ...other })
    .setProtectedHeader({ alg: 'EdDSA', kid: signedWith.id, typ: TYPE, ...header })
    .sign(signedWith.privateKey);
}

const nowSeconds = () => Math.floor(Date.now() / 1_000);

test('a token says who somebody is and nothing personal, for ten minutes; without one nobody is signed in', async () => {
  const sellerId = await shop.addSeller();
  const customerId = await shop.addCustomer();
  const { id, credentials, accessToken } = await addSignedIn(graph, {
    roles: ['VENDEDOR', 'CLIENTE'],
    sellerId,
    customerId,
  });
  const who = '{ yo { id email roles active seller { id } customer { id } } }';

  const { data } = await query(graph.urls.router, who, {}, as(accessToken));
  expect(data).toEqual({
    yo: {
      id,
      email: credentials.email,
      roles: ['VENDEDOR', 'CLIENTE'],
      active: true,
      seller: { id: sellerId },
      customer: { id: customerId },
    },
  });
  const nobody = await query(graph.urls.router, who, {}, ANONYMOUS);
  expect(nobody.errors).toMatchObject([
    { message: 'Inicie sesión para continuar.', extensions: { code: 'UNAUTHENTICATED' } },
  ]);
  expect(decodeProtectedHeader(accessToken)).toEqual({ alg: 'EdDSA', kid: key.id, typ: TYPE });
  const { exp, iat, ...said } = decodeJwt(accessToken);
  expect(exp! - iat!).toBe(600);
  expect(Object.keys(said).sort()).toEqual(
    ['aud', 'customer', 'iss', 'roles', 'seller', 'sid', 'sub'].sort(),
  );
});

test('forging is done right: the same claims with the right key are taken', async () => {
  expect(await fateOf(graph, await forge({}))).toBe('signed in');
  const soon = { exp: nowSeconds() - 1 };
  // Clocks may differ by 5 s.
  expect(await fateOf(graph, await forge({ claims: soon }))).toBe('signed in');
});

test.each<[string, Forgery]>([
  ['another audience', { claims: { aud: 'another-graph' } }],
  ['no audience', { claims: { aud: undefined } }],
  ['another issuer', { claims: { iss: 'somebody-else' } }],
  ['another type', { header: { typ: 'JWT' } }],
  ['no type', { header: { typ: undefined } }],
  ['an end that has passed', { claims: { exp: 1_700_000_000 } }],
  ['an end that passed 10 s ago', { claims: { exp: Math.floor(Date.now() / 1_000) - 10 } }],
  ['no end', { claims: { exp: undefined } }],
  ['a beginning that has not come', { claims: { nbf: 4_000_000_000 } }],
  ['no session', { claims: { sid: undefined } }],
  ['a session that is not there', { claims: { sid: '01900000-0000-7000-8000-000000000000' } }],
  ['nobody', { claims: { sub: undefined } }],
  ['a key that is not published', { header: { kid: 'somebody' } }],
])('signed with the right key but with %s a token is refused', async (_, forgery) => {
  expect(await fateOf(graph, await forge(forgery))).toBe('401 UNAUTHENTICATED');
});

test('alg none, another key, the public key as a secret, and a changed claim are refused', async () => {
  const header = { alg: 'EdDSA', kid: key.id, typ: TYPE };
  const [head, body, signature] = good.split('.');
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const hs256 = encode({ ...header, alg: 'HS256' });
  const keys = await (await fetch(new URL('/.well-known/jwks.json', graph.urls.usuarios))).text();
  const mac = createHmac('sha256', keys).update(`${hs256}.${body}`).digest('base64url');
  const { privateKey } = generateKeyPairSync('ed25519');
  const forged = [
    new UnsecuredJWT(claims).encode(),
    `${encode({ ...header, alg: 'none' })}.${body}.`,
    `${encode({ ...header, alg: 'none' })}.${body}.${signature}`,
    await forge({ signedWith: { ...key, privateKey } }),
    await forge({ signedWith: await createSigningKey(newSecret()) }),
    `${hs256}.${body}.${mac}`,
    `${head}.${encode({ ...claims, sub: '2' })}.${signature}`,
    `${good}x`,
    'not-a-token',
    '',
  ];
  for (const token of forged) expect(await fateOf(graph, token)).toBe('401 UNAUTHENTICATED');
  expect(keys).not.toContain('"d"');
});

test('while the signing key is replaced both keys are published and tokens of both are good', async () => {
  const old = await createSigningKey(OLD_SECRET);
  const response = await fetch(new URL('/.well-known/jwks.json', graph.urls.usuarios));
  const { keys } = (await response.json()) as { keys: { kid: string }[] };

  expect(keys.map(({ kid }) => kid)).toEqual([key.id, old.id]);
  expect(await fateOf(graph, await forge({ signedWith: old }))).toBe('signed in');
});

test('a bad token refuses the whole request, the public part too', async () => {
  const catalog = '{ productos(first: 1) { nodes { id } } }';
  const { status, data } = await query(graph.urls.router, catalog, {}, as('not-a-token'));
  expect([status, data]).toEqual([401, undefined]);
});

test('no subgraph takes an access token: without a service token there is no way in', async () => {
  for (const name of ['ventas', 'inventario', 'usuarios'] as const) {
    const { status, errors } = await query(graph.urls[name], '{ __typename }', {}, as(good));
    expect([status, errors?.[0]?.extensions?.['code']]).toEqual([403, 'SERVICE_TOKEN_INVALID']);
  }
});
