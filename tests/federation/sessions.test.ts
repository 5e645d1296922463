// Goal: who is signed in stays signed in, and nobody else. Method: the real graph; tokens are made,
// changed and stolen as an attacker would.
import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import { eventually } from '../support/eventually.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { ANONYMOUS, query } from '../support/graphql-client.ts';
import { ADMINISTRATOR, type Credentials, type SignedIn, signIn } from '../support/sign-in.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
}, 60_000);
afterAll(() => graph?.stop());

const PASSWORD = 'correct-horse-battery';
const WHO = '{ yo { id email roles active seller { id } customer { id } } }';

/** Adds an account and signs it in. */
async function newAccount(
  more: object = {},
): Promise<{ id: string; version: number; credentials: Credentials }> {
  const email = `${randomUUID()}@shop.test`;
  const input = { name: 'Luis', email, password: PASSWORD, roles: ['ALMACEN'], ...more };
  const { data } = await query<{
    crearUsuario: { user: { id: string; version: number } | null; userErrors: unknown[] };
  }>(
    graph.urls.router,
    `mutation Add($input: CrearUsuarioInput!) {
      crearUsuario(input: $input) { user { id version } userErrors { code path } }
    }`,
    { input },
  );
  expect(data?.crearUsuario.userErrors).toEqual([]);
  return { ...data!.crearUsuario.user!, credentials: { email, password: PASSWORD } };
}

const as = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });

const who = (accessToken: string) => query(graph.urls.router, WHO, {}, as(accessToken));

async function codeFor(accessToken: string): Promise<unknown> {
  const { errors, status } = await who(accessToken);
  return errors ? [status, errors[0]?.extensions?.['code']] : 'signed in';
}

interface Renewal extends SignedIn {
  userErrors: { code: string }[];
}

async function renew(refreshToken: string | null, headers: Record<string, string> = {}) {
  const answer = await query<{ renovarSesion: Renewal }>(
    graph.urls.router,
    `mutation Renew($refreshToken: String) {
      renovarSesion(input: { refreshToken: $refreshToken }) {
        accessToken refreshToken user { id } userErrors { code }
      }
    }`,
    { refreshToken },
    { ...ANONYMOUS, ...headers },
  );
  return { ...answer, renewed: answer.data!.renovarSesion };
}

const tryToSignIn = (credentials: Credentials) =>
  query<{ iniciarSesion: { userErrors: { code: string; message: string }[] } }>(
    graph.urls.router,
    `mutation SignIn($input: IniciarSesionInput!) {
      iniciarSesion(input: $input) { accessToken refreshToken userErrors { code message path } }
    }`,
    { input: credentials },
    ANONYMOUS,
  );

test('an access token says who somebody is; without one nobody is signed in', async () => {
  const { credentials, id } = await newAccount({
    roles: ['VENDEDOR', 'CLIENTE'],
    sellerId: '7',
    customerId: '9',
  });
  const { accessToken } = await signIn(graph.urls.router, {
    ...credentials,
    email: credentials.email.toUpperCase(),
  });

  expect((await who(accessToken)).data).toEqual({
    yo: {
      id,
      email: credentials.email,
      roles: ['VENDEDOR', 'CLIENTE'],
      active: true,
      seller: { id: '7' },
      customer: { id: '9' },
    },
  });
  const nobody = await query(graph.urls.router, WHO, {}, ANONYMOUS);
  expect(nobody.errors).toMatchObject([
    { message: 'Inicie sesión para continuar.', extensions: { code: 'UNAUTHENTICATED' } },
  ]);
  expect(decodeProtectedHeader(accessToken).alg).toBe('EdDSA');
  const { exp, iat, ...claims } = decodeJwt(accessToken);
  expect(exp! - iat!).toBe(600);
  expect(JSON.stringify(claims)).not.toContain(credentials.email);
});

test('forged tokens are refused: alg none, another key, the public key as a secret, another audience', async () => {
  const { accessToken } = await signIn(graph.urls.router, ADMINISTRATOR);
  const header = decodeProtectedHeader(accessToken) as { alg: string; kid: string; typ: string };
  const claims = decodeJwt(accessToken);
  const { privateKey } = generateKeyPairSync('ed25519');
  const forge = (more: object) =>
    new SignJWT({ ...claims, ...more }).setProtectedHeader(header).sign(privateKey);
  const [head, body] = accessToken.split('.');
  const hs256 = Buffer.from(JSON.stringify({ ...header, alg: 'HS256' })).toString('base64url');
  const keys = await (await fetch(new URL('/.well-known/jwks.json', graph.urls.usuarios))).text();
  const mac = createHmac('sha256', keys).update(`${hs256}.${body}`).digest('base64url');
  const forged = [
    new UnsecuredJWT(claims).encode(),
    await forge({}),
    await forge({ aud: 'another-graph' }),
    `${hs256}.${body}.${mac}`,
    `${head}.${Buffer.from(JSON.stringify({ ...claims, sub: '2' })).toString('base64url')}.${accessToken.split('.')[2]}`,
    'not-a-token',
    '',
  ];
  for (const token of forged) {
    expect(await codeFor(token)).toEqual([401, 'UNAUTHENTICATED']);
  }
  expect(keys).not.toContain('"d"');
});

test('a refresh token works once; the second time it ends the whole session', async () => {
  const { credentials } = await newAccount();
  const first = await signIn(graph.urls.router, credentials);
  const { renewed: second } = await renew(first.refreshToken);
  expect(second.userErrors).toEqual([]);
  expect(await codeFor(second.accessToken)).toBe('signed in');

  const { renewed: stolen } = await renew(first.refreshToken);
  expect(stolen).toMatchObject({ accessToken: null, userErrors: [{ code: 'SESSION_EXPIRED' }] });
  const { renewed: third } = await renew(second.refreshToken);
  expect(third.userErrors).toMatchObject([{ code: 'SESSION_EXPIRED' }]);
});

test('of two renewals at the same moment one is refused, and the session ends', async () => {
  const { credentials } = await newAccount();
  const { refreshToken } = await signIn(graph.urls.router, credentials);
  const both = await Promise.all([renew(refreshToken), renew(refreshToken)]);

  expect(both.filter(({ renewed }) => renewed.accessToken)).toHaveLength(1);
});

test('a browser keeps its refresh token in a cookie that no script can read', async () => {
  const { credentials } = await newAccount();
  const signedIn = await query<{ iniciarSesion: SignedIn }>(
    graph.urls.router,
    `mutation SignIn($input: IniciarSesionInput!) {
      iniciarSesion(input: $input) { accessToken refreshToken }
    }`,
    { input: { ...credentials, useCookie: true } },
    ANONYMOUS,
  );
  const [cookie = '', ...attributes] = signedIn.headers.get('set-cookie')!.split('; ');
  expect(signedIn.data?.iniciarSesion.refreshToken).toBeNull();
  expect(attributes).toEqual(
    expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/graphql']),
  );

  const { renewed, headers } = await renew(null, { cookie });
  expect(renewed).toMatchObject({ refreshToken: null, userErrors: [] });
  expect(await codeFor(renewed.accessToken)).toBe('signed in');
  const next = headers.get('set-cookie')!.split('; ')[0]!;
  expect(next).not.toBe(cookie);

  await query(
    graph.urls.router,
    'mutation { cerrarSesion(input: {}) { userErrors { code } } }',
    {},
    { ...ANONYMOUS, cookie: next },
  );
  expect((await renew(null, { cookie: next })).renewed.userErrors).toHaveLength(1);
});

test('a deactivated account is refused within 60 s although its token lives on', async () => {
  const { id, credentials } = await newAccount();
  const { accessToken, refreshToken } = await signIn(graph.urls.router, credentials);
  expect(await codeFor(accessToken)).toBe('signed in');
  const { data } = await query(
    graph.urls.router,
    `mutation Deactivate($id: ID!) {
      desactivarUsuario(input: { id: $id }) { user { active } userErrors { code } }
    }`,
    { id },
  );
  expect(data).toEqual({ desactivarUsuario: { user: { active: false }, userErrors: [] } });

  const isRefused = async () => (await codeFor(accessToken)) !== 'signed in';
  await eventually('the token is refused', isRefused, 60_000);
  expect((await renew(refreshToken)).renewed.userErrors).toHaveLength(1);
  expect((await tryToSignIn(credentials)).data?.iniciarSesion.userErrors).toMatchObject([
    { code: 'INVALID_CREDENTIALS' },
  ]);
}, 70_000);

test('a wrong e-mail and a wrong password get the same answer', async () => {
  const { credentials } = await newAccount();
  const wrongPassword = await tryToSignIn({ ...credentials, password: 'wrong-password' });
  const wrongEmail = await tryToSignIn({ email: `${randomUUID()}@shop.test`, password: PASSWORD });

  expect(wrongPassword.data).toEqual(wrongEmail.data);
  expect(wrongPassword.data?.iniciarSesion.userErrors).toEqual([
    {
      code: 'INVALID_CREDENTIALS',
      message: 'El correo o la clave no son correctos.',
      path: ['input'],
    },
  ]);
});

test('a wrong e-mail takes as long as a wrong password', async () => {
  const timesMs = { known: [] as number[], unknown: [] as number[] };
  const spend = async (kind: 'known' | 'unknown', email: string) => {
    const begunAtMs = performance.now();
    await tryToSignIn({ email, password: 'wrong-password' });
    timesMs[kind].push(performance.now() - begunAtMs);
  };
  // In turns, so that the machine's noise meets both.
  for (let round = 0; round < 11; round++) {
    const { credentials } = await newAccount();
    await spend('known', credentials.email);
    await spend('unknown', `${randomUUID()}@shop.test`);
  }
  const median = (times: number[]) => times.sort((a, b) => a - b)[5]!;
  const ratio = median(timesMs.unknown) / median(timesMs.known);

  // Hashing is most of it: without it, an unknown e-mail would take a fraction.
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});

test('five failures slow the next try down, even with the right password, and then it works', async () => {
  const { credentials } = await newAccount();
  const wrong = { ...credentials, password: 'wrong-password' };
  const codes = [];
  for (let tries = 0; tries < 6; tries++) {
    codes.push((await tryToSignIn(wrong)).data?.iniciarSesion.userErrors[0]?.code);
  }
  expect(codes).toEqual([...Array(5).fill('INVALID_CREDENTIALS'), 'TOO_MANY_ATTEMPTS']);
  expect((await tryToSignIn(credentials)).data?.iniciarSesion.userErrors).toMatchObject([
    { code: 'TOO_MANY_ATTEMPTS' },
  ]);
  const isIn = async () =>
    (await tryToSignIn(credentials)).data?.iniciarSesion.userErrors.length === 0;
  await eventually('the right password works again', isIn, 10_000);
});

test('thirty tries at once are slowed down as thirty in a row', async () => {
  const { credentials } = await newAccount();
  const wrong = { ...credentials, password: 'wrong-password' };
  const answers = await Promise.all(Array.from({ length: 30 }, () => tryToSignIn(wrong)));
  const codes = answers.map(({ data }) => data?.iniciarSesion.userErrors[0]?.code);

  expect(codes.filter((code) => code === 'INVALID_CREDENTIALS').length).toBeLessThanOrEqual(6);
});

test('changing the password ends every session and the old password', async () => {
  const { credentials } = await newAccount();
  const { accessToken, refreshToken } = await signIn(graph.urls.router, credentials);
  const change = (input: object) =>
    query(
      graph.urls.router,
      `mutation Change($input: CambiarClaveInput!) {
        cambiarClave(input: $input) { user { email } userErrors { code path } }
      }`,
      { input },
      as(accessToken),
    );
  const weak = await change({ currentPassword: PASSWORD, newPassword: 'Password123!' });
  const wrong = await change({
    currentPassword: 'wrong-password',
    newPassword: 'another-long-one',
  });
  const changed = await change({ currentPassword: PASSWORD, newPassword: 'another-long-one' });

  expect(weak.data).toMatchObject({ cambiarClave: { userErrors: [{ code: 'WEAK_PASSWORD' }] } });
  expect(wrong.data).toMatchObject({
    cambiarClave: { userErrors: [{ code: 'INVALID_CREDENTIALS' }] },
  });
  expect(changed.data).toMatchObject({ cambiarClave: { userErrors: [] } });
  expect((await renew(refreshToken)).renewed.userErrors).toHaveLength(1);
  await signIn(graph.urls.router, { ...credentials, password: 'another-long-one' });
});
