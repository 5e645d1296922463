// Goal: while usuarios is away, users whom it confirmed a moment ago work on, and nobody beyond the
// 60 s within which a dismissed user must be refused. Nobody is told to sign in again: they could
// not.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { ANONYMOUS, query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { addSignedIn, as, fateOf } from '../../support/accounts.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({ services: ['usuarios', 'router', 'inventario'] });
}, 60_000);
afterAll(() => graph?.stop());

/** For so long the router need not ask usuarios about a session that it has asked about. */
const NOT_ASKED_MS = 15_000;
const PROMISED_MS = 60_000;
const REFUSED = '401 UNAUTHENTICATED';
const AWAY = '503 SERVICE_UNAVAILABLE';

/** The fate of a token while usuarios is away: its field of the graph is missing then. */
async function isTaken(accessToken: string): Promise<boolean | string> {
  const document = '{ productos(first: 1) { totalCount } }';
  const { status, errors } = await query(graph.urls.router, document, {}, as(accessToken));
  return errors ? `${status} ${errors[0]?.extensions?.['code']}` : true;
}

test('a session counts on for less than 60 s after usuarios has gone, and again once it is back', async () => {
  const working = await addSignedIn(graph);
  const unseen = await addSignedIn(graph);
  const ended = await addSignedIn(graph);
  for (const { accessToken } of [working, ended]) {
    expect(await fateOf(graph, accessToken)).toBe('signed in');
  }
  await query(
    graph.urls.router,
    `mutation Out($refreshToken: String) {
      cerrarSesion(input: { refreshToken: $refreshToken }) { userErrors { code } }
    }`,
    { refreshToken: ended.refreshToken },
    ANONYMOUS,
  );
  const isRefused = async () => (await fateOf(graph, ended.accessToken)) === REFUSED;
  await eventually('the session that was ended is refused', isRefused, PROMISED_MS);
  expect(await fateOf(graph, working.accessToken)).toBe('signed in');

  await graph.kill('usuarios');
  const goneAtMs = performance.now();
  expect(await isTaken(unseen.accessToken)).toBe(AWAY);
  expect(await isTaken(ended.accessToken)).toBe(AWAY);
  expect((await query(graph.urls.router, '{ categorias { id } }', {}, ANONYMOUS)).status).toBe(200);

  const fates = new Set<unknown>();
  const isAway = async () => {
    const fate = await isTaken(working.accessToken);
    fates.add(fate);
    return fate === AWAY;
  };
  await eventually('the session is not believed any longer', isAway, PROMISED_MS);
  expect(performance.now() - goneAtMs).toBeGreaterThan(NOT_ASKED_MS + 5_000);
  expect([...fates]).toEqual([true, AWAY]);

  await graph.start('usuarios');
  expect(await fateOf(graph, working.accessToken)).toBe('signed in');
}, 150_000);
