// Goal: who is signed in stays signed in, and nobody else. Method: the real graph; tokens are used
// twice, stolen and outlived as an attacker would.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { ANONYMOUS, query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import type { SignedIn } from '../../../scripts/stack/throwaway/sign-in.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  addAccount,
  addSignedIn,
  as,
  fateOf,
  type NewAccount,
  PASSWORD,
  renew,
  tryToSignIn,
} from '../../support/accounts.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
}, 60_000);
afterAll(() => graph?.stop());

const REFUSED = '401 UNAUTHENTICATED';
const OVER = { accessToken: null, userErrors: [{ code: 'SESSION_EXPIRED' }] };
/** The promise about sessions that were ended while their access token lives on. */
const PROMISED_MS = 60_000;

test('a refresh token that was replaced ends the whole session once its successor was used', async () => {
  const first = await addSignedIn(graph);
  const { renewed: second } = await renew(graph, first.refreshToken);
  expect(second.userErrors).toEqual([]);
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect(await fateOf(graph, second.accessToken!)).toBe('signed in');
  const { renewed: third } = await renew(graph, second.refreshToken);

  expect((await renew(graph, first.refreshToken)).renewed).toMatchObject(OVER);
  expect((await renew(graph, third.refreshToken)).renewed).toMatchObject(OVER);
});

test('two tabs that renew at the same moment stay signed in, with the same cookie', async () => {
  const { refreshToken } = await addSignedIn(graph);
  const cookie = `electroplus-refresh=${refreshToken}`;
  const tabs = await Promise.all([1, 2].map(() => renew(graph, null, { cookie })));
  const cookies = tabs.map(({ headers }) => headers.get('set-cookie')?.split('; ')[0]);

  for (const { renewed } of tabs) {
    expect(await fateOf(graph, renewed.accessToken!)).toBe('signed in');
  }
  expect(cookies).toEqual([expect.stringMatching(/^electroplus-refresh=.{43}$/), cookies[0]]);
  expect(cookies[0]).not.toBe(cookie);
});

test('a refresh token that nobody was given is refused, whatever it looks like', async () => {
  for (const made of ['', 'x', 'A'.repeat(43), 'ñ'.repeat(10_000)]) {
    expect((await renew(graph, made)).renewed).toMatchObject(OVER);
  }
  expect((await renew(graph, null)).renewed).toMatchObject(OVER);
});

test('a browser keeps its refresh token in a cookie that no script can read', async () => {
  const { credentials } = await addAccount(graph);
  const signedIn = await query<{ iniciarSesion: SignedIn }>(
    graph.urls.router,
    `mutation SignIn($input: IniciarSesionInput!) {
      iniciarSesion(input: $input) { accessToken refreshToken }
    }`,
    { input: { ...credentials, useCookie: true } },
    ANONYMOUS,
  );
  const given = signedIn.headers.getSetCookie().map((header) => header.split('; '));
  expect(given.map(([pair]) => pair?.split('=')[0]).sort()).toEqual([
    'electroplus-device',
    'electroplus-refresh',
  ]);
  const [cookie = '', ...attributes] = given.find(([pair]) => pair?.includes('refresh'))!;
  expect(signedIn.data?.iniciarSesion.refreshToken).toBeNull();
  expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/']));

  const { renewed, headers } = await renew(graph, null, { cookie });
  expect(renewed).toMatchObject({ refreshToken: null, userErrors: [] });
  expect(await fateOf(graph, renewed.accessToken!)).toBe('signed in');
  const next = headers.get('set-cookie')!.split('; ')[0]!;
  expect(next).not.toBe(cookie);

  await query(
    graph.urls.router,
    'mutation { cerrarSesion(input: {}) { userErrors { code } } }',
    {},
    { ...ANONYMOUS, cookie: next },
  );
  expect((await renew(graph, null, { cookie: next })).renewed).toMatchObject(OVER);
});

test('a page of another site cannot make a browser renew: what it may send unasked is refused', async () => {
  const body = JSON.stringify({ query: 'mutation { renovarSesion(input: {}) { accessToken } }' });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    const { status } = await fetch(graph.urls.router, {
      method: 'POST',
      headers: { 'content-type': type, origin: 'http://elsewhere.test' },
      body,
    });
    expect([type, status]).toEqual([type, 415]);
  }
});

const EDIT = `mutation Edit($input: ActualizarUsuarioInput!) {
  actualizarUsuario(input: $input) { userErrors { code } }
}`;

/** Each way to end a session, for somebody who is signed in. */
const ENDINGS: Readonly<Record<string, (user: NewAccount & SignedIn) => Promise<unknown>>> = {
  'signing out': ({ refreshToken }) =>
    query(
      graph.urls.router,
      `mutation Out($refreshToken: String) {
        cerrarSesion(input: { refreshToken: $refreshToken }) { userErrors { code } }
      }`,
      { refreshToken },
      ANONYMOUS,
    ),
  'a refresh token that comes after its successor': async ({ refreshToken }) => {
    const { renewed } = await renew(graph, refreshToken);
    await renew(graph, renewed.refreshToken);
    await renew(graph, refreshToken);
  },
  deactivation: ({ id }) =>
    query(
      graph.urls.router,
      'mutation Off($id: ID!) { desactivarUsuario(input: { id: $id }) { user { active } } }',
      { id },
    ),
  'new roles': ({ id, version }) =>
    query(graph.urls.router, EDIT, { input: { id, version, roles: ['ALMACEN'] } }),
  'a password that an administrator sets': ({ id, version }) =>
    query(graph.urls.router, EDIT, { input: { id, version, password: 'another-long-one' } }),
  "one's own new password": ({ accessToken }) =>
    query(
      graph.urls.router,
      `mutation Own($input: CambiarClaveInput!) {
        cambiarClave(input: $input) { userErrors { code } }
      }`,
      { input: { currentPassword: PASSWORD, newPassword: 'another-long-one' } },
      as(accessToken),
    ),
};

test('however a session ends, its refresh token is refused at once and its live access token within 60 s', async () => {
  const ended = Object.entries(ENDINGS).map(async ([ending, end]) => {
    const user = await addSignedIn(graph, { roles: ['ADMIN'] });
    expect(await fateOf(graph, user.accessToken)).toBe('signed in');
    await end(user);
    expect((await renew(graph, user.refreshToken)).renewed).toMatchObject(OVER);
    const isRefused = async () => (await fateOf(graph, user.accessToken)) === REFUSED;
    await eventually(`${ending}: the token is refused`, isRefused, PROMISED_MS);
  });
  await Promise.all(ended);
}, 70_000);

test('an account that was deactivated does not sign in again, and is told nothing more than a stranger', async () => {
  const { id, credentials } = await addAccount(graph);
  await ENDINGS['deactivation']!({ id } as NewAccount & SignedIn);
  expect((await tryToSignIn(graph, credentials)).data?.iniciarSesion.userErrors).toMatchObject([
    { code: 'INVALID_CREDENTIALS' },
  ]);
});
