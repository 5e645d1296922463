// Goal: a clock that goes back by an hour, after a dead battery or by NTP, keeps nothing waiting
// for that hour: no stock, no sale, no sign-in and no session.
// Method: the real processes and a database server under libfaketime, whose clock is set meanwhile.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { claimed } from '../../../common/subgraph/database/table.ts';
import { SERVICES } from '../../../common/topology/services.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { ADMINISTRATOR } from '../../../scripts/stack/throwaway/sign-in.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { type KillableServer, startKillableServer } from '../../faults/killable-server.ts';
import { as, fateOf, renew, tryToSignIn } from '../../support/accounts.ts';
import { createFakedClock, type FakedClock, missingFakedClock } from '../../support/faked-clock.ts';
import {
  countRows,
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';
import { openShop, type Shop } from '../../support/shop.ts';
import { skipWithMessage } from '../../support/skip-with-message.ts';

const HOUR = 3_600;
const SETTLES_WITHIN_MS = 20_000;
const missing = missingFakedClock();
const testWithClock = skipWithMessage(missing);

let clock: FakedClock;
let server: KillableServer;
let graph: Graph;
let databases: GraphDatabases;
let shop: Shop;

beforeAll(async () => {
  if (missing !== null) return;
  clock = createFakedClock();
  server = await startKillableServer(clock.environment);
  const environment = Object.fromEntries(SERVICES.map(({ name }) => [name, clock.environment]));
  graph = await startGraph({ environment });
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
}, 60_000);
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
  await server?.stop();
  clock?.remove();
});

testWithClock(
  'what was begun before is settled, and who is signed in stays signed in',
  async () => {
    const { data } = await tryToSignIn(graph, ADMINISTRATOR);
    const session = data!.iniciarSesion;
    const { id: productId } = await shop.addProduct({ stock: 3 });
    const order = { idempotencyKey: randomUUID(), items: [{ productId, quantity: 1 }] };

    // A sale in the middle, a wrong password, and an hour less on the clock.
    graph.pause('inventario');
    const lost = shop.sell(order).catch(() => null);
    await eventually('the intent', () => countRows(databases.ventas, 'SaleAttempt'), 5_000);
    await graph.kill('ventas');
    await lost;
    graph.resume('inventario');
    const wrong = { ...ADMINISTRATOR, password: 'not-this-one' };
    await tryToSignIn(graph, wrong);
    clock.setOffset(-HOUR);
    await eventually('an hour less in the database', async () => (await hoursBehind()) > 0.9);
    await graph.start('ventas');

    await expectSettledAndSound(databases, SETTLES_WITHIN_MS);
    // Its end lies further ahead than it can ever have been set: it is over, its session is not.
    expect(await fateOf(graph, session.accessToken!)).toBe('401 UNAUTHENTICATED');
    const { renewed } = await renew(graph, session.refreshToken!);
    const renewedToken = as(renewed.accessToken!);
    expect(await fateOf(graph, renewed.accessToken!)).toBe('signed in');
    expect((await shop.sell(order, renewedToken)).userErrors).toEqual([]);
    await expectSettledAndSound(databases, SETTLES_WITHIN_MS);
    const text = `{ producto(id: "${productId}") { stock { onHand reserved available } } }`;
    const { data: read } = await query(graph.urls.router, text, {}, renewedToken);
    const stock = { onHand: 2, reserved: 0, available: 2 };
    expect(read).toEqual({ producto: { stock } });

    await eventually(
      'the right password gets in',
      async () => (await tryToSignIn(graph, ADMINISTRATOR)).data?.iniciarSesion.accessToken,
      SETTLES_WITHIN_MS,
    );
    expect(graph.logs('ventas').map(({ event }) => event)).not.toContain('outbox.alarm');
  },
  120_000,
);

/** The hours by which the clock of the database is behind the true one. */
async function hoursBehind(): Promise<number> {
  const [row] = await databases.ventas.query(
    claimed<{ seconds: number }>('SELECT UNIX_TIMESTAMP() AS seconds'),
  );
  return (Date.now() / 1_000 - row!.seconds) / HOUR;
}
