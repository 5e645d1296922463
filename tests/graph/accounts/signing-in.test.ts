// Goal: passwords are hard to guess, and trying tells nothing. Method: the real graph and its
// database, read as a thief would read it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '../../../common/subgraph/database/database.ts';
import { claimed } from '../../../common/subgraph/database/table.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { ANONYMOUS, query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Credentials, signIn } from '../../../scripts/stack/throwaway/sign-in.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  addAccount,
  addSignedIn,
  as,
  fateOf,
  PASSWORD,
  renew,
  tryToSignIn,
} from '../../support/accounts.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
}, 60_000);
afterAll(() => graph?.stop());

const wrongly = (credentials: Credentials) => ({ ...credentials, password: 'wrong-password' });

async function codeOf(credentials: Credentials): Promise<string | undefined> {
  return (await tryToSignIn(graph, credentials)).data?.iniciarSesion.userErrors[0]?.code;
}

async function failTimes(times: number, credentials: Credentials): Promise<unknown[]> {
  const codes: unknown[] = [];
  for (let tries = 0; tries < times; tries++) codes.push(await codeOf(wrongly(credentials)));
  return codes;
}

test('upper and lower case and blanks around an e-mail do not matter', async () => {
  const { credentials } = await addAccount(graph);
  const email = ` ${credentials.email.toUpperCase()} `;
  await signIn(graph.urls.router, { ...credentials, email });
});

test('a wrong e-mail and a wrong password get the same answer', async () => {
  const { credentials } = await addAccount(graph);
  const wrongPassword = await tryToSignIn(graph, wrongly(credentials));
  const wrongEmail = await tryToSignIn(graph, { ...credentials, email: 'nobody@shop.test' });

  expect(wrongPassword.data).toEqual(wrongEmail.data);
  expect(wrongPassword.data?.iniciarSesion.userErrors).toEqual([
    {
      code: 'INVALID_CREDENTIALS',
      message: 'El correo o la clave no son correctos.',
      path: ['input'],
    },
  ]);
});

test('five failures slow the next try down, even with the right password, and then it works', async () => {
  const { credentials } = await addAccount(graph);
  expect(await failTimes(6, credentials)).toEqual([
    ...Array(5).fill('INVALID_CREDENTIALS'),
    'TOO_MANY_ATTEMPTS',
  ]);
  expect(await codeOf(credentials)).toBe('TOO_MANY_ATTEMPTS');
  const isIn = async () => (await codeOf(credentials)) === undefined;
  await eventually('the right password works again', isIn, 10_000);
  expect(await failTimes(1, credentials)).toEqual(['INVALID_CREDENTIALS']);
});

test('a clock that goes back makes nobody wait for as long', async () => {
  const { credentials } = await addAccount(graph);
  await failTimes(6, credentials);
  const usuarios = openDatabase(graph.databaseUrls.usuarios, 1);
  await usuarios.execute('UPDATE SignInFailures SET lastFailedAt = NOW(3) + INTERVAL 1 HOUR');
  await usuarios.close();
  expect(await codeOf(credentials)).toBeUndefined();
});

test('a device that has signed in before is not slowed down by others at its address', async () => {
  const { credentials } = await addAccount(graph);
  const input = { ...credentials, useCookie: true };
  const inBrowser = (headers: Record<string, string> = {}) =>
    query<{ iniciarSesion: { deviceToken: string | null; userErrors: object[] } }>(
      graph.urls.router,
      `mutation In($input: IniciarSesionInput!) {
        iniciarSesion(input: $input) { deviceToken userErrors { code } } }`,
      { input },
      { ...ANONYMOUS, ...headers },
    );
  const browser = await inBrowser();
  const cookie = browser.headers.getSetCookie().map((header) => header.split('; ')[0]);
  expect(browser.data?.iniciarSesion).toEqual({ deviceToken: null, userErrors: [] });
  const first = await tryToSignIn(graph, credentials);
  const { deviceToken } = first.data!.iniciarSesion!;
  await failTimes(7, credentials);

  const again = await inBrowser({ cookie: cookie.join('; ') });
  expect(again.data?.iniciarSesion.userErrors).toEqual([]);
  const known = await tryToSignIn(graph, { ...credentials, deviceToken });
  expect(known.data?.iniciarSesion).toMatchObject({ deviceToken, userErrors: [] });
});

test('an e-mail that nobody has is slowed down as well, and another one is not', async () => {
  const nobody = { email: `${randomUUID()}@shop.test`, password: PASSWORD };
  const { credentials } = await addAccount(graph);
  expect((await failTimes(6, nobody)).at(-1)).toBe('TOO_MANY_ATTEMPTS');
  expect(await codeOf(credentials)).toBeUndefined();
});

test('thirty tries at once are slowed down as thirty in a row', async () => {
  const { credentials } = await addAccount(graph);
  const tries = Array.from({ length: 30 }, () => codeOf(wrongly(credentials)));
  const codes = await Promise.all(tries);

  expect(codes.filter((code) => code === 'INVALID_CREDENTIALS').length).toBeLessThanOrEqual(6);
});

test('failures outlive the process, and so are counted by all of its copies together', async () => {
  const { credentials } = await addAccount(graph);
  await failTimes(6, credentials);
  await graph.restart('usuarios');
  // One more, when the wait is over at the latest: if it was not the first, the next must wait.
  await eventually('the wait is over', async () => {
    return (await codeOf(wrongly(credentials))) === 'INVALID_CREDENTIALS';
  });
  expect(await codeOf(credentials)).toBe('TOO_MANY_ATTEMPTS');
}, 40_000);

test('changing the password ends every session and the old password', async () => {
  const { credentials, accessToken, refreshToken } = await addSignedIn(graph);
  const change = (input: object) =>
    query(
      graph.urls.router,
      `mutation Change($input: CambiarClaveInput!) {
        cambiarClave(input: $input) { user { email } userErrors { code path } }
      }`,
      { input },
      as(accessToken),
    );
  const newPassword = 'another-long-one';
  const weak = await change({ currentPassword: PASSWORD, newPassword: 'Password123!' });
  const wrong = await change({ currentPassword: 'wrong-password', newPassword });
  const changed = await change({ currentPassword: PASSWORD, newPassword });

  expect(weak.data).toMatchObject({ cambiarClave: { userErrors: [{ code: 'WEAK_PASSWORD' }] } });
  expect(wrong.data).toMatchObject({
    cambiarClave: { userErrors: [{ code: 'INVALID_CREDENTIALS' }] },
  });
  expect(changed.data).toMatchObject({ cambiarClave: { userErrors: [] } });
  expect((await renew(graph, refreshToken)).renewed.userErrors).toHaveLength(1);
  expect(await codeOf(credentials)).toBe('INVALID_CREDENTIALS');
  await signIn(graph.urls.router, { ...credentials, password: newPassword });
});

test('a password of 128 characters works, whatever script they are of', async () => {
  const password = '🔌'.repeat(42).concat('ñandú-'.repeat(14), 'ñ1');
  expect([...password]).toHaveLength(128);
  const { credentials } = await addAccount(graph, { password });
  await signIn(graph.urls.router, { ...credentials, password });
});

test('whoever reads the database finds neither passwords nor tokens, only hashes of them', async () => {
  const { id, credentials, accessToken, refreshToken } = await addSignedIn(graph);
  expect(await fateOf(graph, accessToken)).toBe('signed in');
  const database = openDatabase(graph.databaseUrls.usuarios, 1);
  try {
    const tables = ['User', 'Session', 'RefreshToken', 'Device', 'SignInFailures', 'AuditEntry'];
    const read = (table: string) => database.query(claimed<object>(`SELECT * FROM ${table}`));
    const text = JSON.stringify(await Promise.all(tables.map(read)));
    expect(text).toContain(credentials.email);
    for (const secret of [PASSWORD, refreshToken, accessToken]) expect(text).not.toContain(secret);
    const [row] = await database.query(
      claimed<{ passwordHash: string }>('SELECT passwordHash FROM User WHERE id = ?', [id]),
    );
    expect(row?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  } finally {
    await database.close();
  }
});
