// Goal: a good token opens only what its caller may do, secrets can be replaced without a pause,
// and neither secrets nor tokens are ever written down.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newSecret } from '../../../scripts/operate/environment/secrets.ts';
import { ADMINISTRATOR, signIn } from '../../../scripts/stack/throwaway/sign-in.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { renew, tryToSignIn } from '../../support/accounts.ts';
import { expectSettledAndSound, openGraphDatabases } from '../../support/graph-databases.ts';
import {
  callAs,
  holdAsVentas,
  releaseAsVentas,
  sendRaw,
  signPost,
} from '../../support/service-call.ts';
import { openShop, type Shop } from '../../support/shop.ts';

// Being replaced: ventas signs with the new one already, inventario takes both.
const OLD_SECRET = newSecret();
const WRONG_PASSWORD = 'nearly-the-right-one';
const NEW_SECRET = newSecret();

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  const debug = { LOG_LEVEL: 'debug' };
  graph = await startGraph({
    environment: {
      router: debug,
      usuarios: debug,
      inventario: { ...debug, SECRET_VENTAS_INVENTARIO: `${OLD_SECRET},${NEW_SECRET}` },
      ventas: { ...debug, SECRET_VENTAS_INVENTARIO: `${NEW_SECRET}, ${OLD_SECRET}` },
    },
  });
  shop = await openShop(graph);
});
afterAll(() => graph?.stop());

const withSecret = (secret: string) => ({
  urls: graph.urls,
  secrets: { ...graph.secrets, SECRET_VENTAS_INVENTARIO: secret },
});

const reservation = {
  id: randomUUID(),
  requestHash: 'a'.repeat(64),
  validUntil: '2099-01-01T00:00:00Z',
  replaces: [],
  lines: [{ productId: '1', quantity: 1 }],
};

const internalFields = [
  ['router', 'inventario', 'reserveStock', 'ReserveStockInput', { reservations: [reservation] }],
  [
    'router',
    'inventario',
    'confirmReservations',
    'SettleReservationsInput',
    { ids: [randomUUID()] },
  ],
  [
    'router',
    'inventario',
    'releaseReservations',
    'SettleReservationsInput',
    { ids: [randomUUID()] },
  ],
  [
    'router',
    'inventario',
    'restockReturns',
    'RestockReturnsInput',
    { returns: [{ id: randomUUID(), lines: [{ productId: '1', quantity: 1 }] }] },
  ],
  ['router', 'ventas', 'settleSales', 'SettleSalesInput', { ids: [randomUUID()] }],
  ['usuarios', 'ventas', 'settleSales', 'SettleSalesInput', { ids: [randomUUID()] }],
  ['router', 'usuarios', 'recordAudit', 'RecordAuditInput', { entries: [] }],
] as const;

test.each(internalFields)("%s's token is refused at %s for %s", async (...row) => {
  const [caller, callee, field, input, variables] = row;
  const { status, text } = await callAs(graph, {
    caller,
    callee,
    document: `mutation($input: ${input}!) { ${field}(input: $input) { __typename } }`,
    variables: { input: variables },
  });

  expect(status).toBe(403);
  expect(JSON.parse(text)).toEqual({
    data: null,
    errors: [
      {
        message: 'Acceso denegado (API Key inválida).',
        path: [field],
        locations: [expect.anything()],
        extensions: { code: 'SERVICE_TOKEN_INVALID', requestId: expect.any(String) },
      },
    ],
  });
});

test('which sessions live is told to the router alone', async () => {
  const document = `{ liveSessions(ids: ["${randomUUID()}"]) }`;
  const ask = async (caller: 'router' | 'ventas' | 'inventario') =>
    (await callAs(graph, { caller, callee: 'usuarios', document })).status;
  expect([await ask('router'), await ask('ventas'), await ask('inventario')]).toEqual([
    200, 403, 403,
  ]);
});

test('ventas has no edge to itself: signed with any of its secrets, settleSales is refused', async () => {
  const body = JSON.stringify({
    query: `mutation { settleSales(input: { ids: ["${randomUUID()}"] }) { __typename } }`,
  });
  const secrets = [NEW_SECRET, graph.secrets['SECRET_INVENTARIO_VENTAS']!];
  for (const secret of secrets) {
    const token = await signPost({ caller: 'ventas', callee: 'ventas', secret }, body);
    const reply = await sendRaw(graph.urls.ventas, { method: 'POST', body, token });
    expect(reply.status).toBe(403);
    expect(reply.text).toContain('SERVICE_TOKEN_INVALID');
  }
});

test('internal fields do not exist for clients of the router', async () => {
  for (const field of [
    'reserveStock',
    'confirmReservations',
    'releaseReservations',
    'settleSales',
    'recordAudit',
  ]) {
    expect(await shop.codesOf(`mutation { ${field}(input: {}) { __typename } }`)).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
    ]);
  }
});

test('while a secret is replaced, sales go on and both secrets are good, a third is not', async () => {
  const product = await shop.addProduct({ stock: 3 });
  expect(
    (await shop.sell({ items: [{ productId: product.id, quantity: 1 }] })).sale,
  ).not.toBeNull();

  for (const secret of [OLD_SECRET, NEW_SECRET]) {
    const hold = { id: randomUUID(), productId: product.id, quantity: 1 };
    await holdAsVentas({ ...graph, ...withSecret(secret) }, hold);
    await releaseAsVentas({ ...graph, ...withSecret(secret) }, hold.id);
  }
  const { status } = await callAs(withSecret(graph.secrets['SECRET_VENTAS_INVENTARIO']!), {
    caller: 'ventas',
    callee: 'inventario',
    document: '{ __typename }',
  });
  expect(status).toBe(403);

  const databases = openGraphDatabases(graph);
  await expectSettledAndSound(databases);
  await databases.close();
});

test('no secret, no password and no token is in any log, whatever was asked and refused', async () => {
  const body = JSON.stringify({ query: '{ products { nope } }' });
  const good = await signPost(
    { caller: 'router', callee: 'inventario', secret: graph.secrets['SECRET_ROUTER_INVENTARIO']! },
    body,
  );
  await sendRaw(graph.urls.inventario, { method: 'POST', body, token: good });
  await sendRaw(graph.urls.inventario, { method: 'POST', body: `${body} `, token: good });
  await sendRaw(graph.urls.router, { method: 'POST', body, token: good });
  await sendRaw(graph.urls.usuarios, { method: 'POST', body, token: good });
  await sendRaw(graph.urls.router, { method: 'POST', body: good });
  await graph.kill('inventario');
  await shop.codesOf('{ productos { totalCount } }');
  await shop.sell({ items: [{ productId: '1', quantity: 1 }] });
  await graph.start('inventario');
  const { refreshToken } = await signIn(graph.urls.router, ADMINISTRATOR);
  await renew(graph, refreshToken);
  await renew(graph, refreshToken);
  await tryToSignIn(graph, { ...ADMINISTRATOR, password: WRONG_PASSWORD });

  const logs = (['router', 'inventario', 'ventas', 'usuarios'] as const).map((name) =>
    graph.logs(name),
  );
  for (const lines of logs) expect(lines.length).toBeGreaterThan(1);
  const text = JSON.stringify(logs);
  const passwords = Object.values(graph.databaseUrls).map((url) => new URL(url).password);
  const typed = [ADMINISTRATOR.password, WRONG_PASSWORD, refreshToken];
  const secrets = [...Object.values(graph.secrets), ...passwords, ...typed, OLD_SECRET, NEW_SECRET];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  expect(text).not.toContain('eyJ');
});
