// Goal: a client that goes away before its sale is written down has not bought; one that goes later
// has. Method: a lock in the database holds the sale up at one step, and its caller hangs up
// meanwhile.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { SERVICE_TOKEN_HEADER } from '../../../common/process/identity/service-token.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import type { SqlValue } from '../../../common/subgraph/database/sql.ts';
import { claimed } from '../../../common/subgraph/database/table.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  countRows,
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';
import { callAs, signPost } from '../../support/service-call.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let databases: GraphDatabases;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
});
afterEach(() => expectSettledAndSound(databases));
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

const ACTOR = { id: '1', roles: ['ADMIN'] };
const SELL = `mutation Sell($input: RealizarVentaInput!) {
  realizarVenta(input: $input) { sale { id } }
}`;

/** Sends a sale straight to ventas; `hangUp` closes the connection before it is answered. */
function sell(productId: string) {
  const idempotencyKey = randomUUID();
  const items = [{ productId, quantity: 1 }];
  const input = { idempotencyKey, sellerId: shop.sellerId, items };
  const body = JSON.stringify({ query: SELL, variables: { input } });
  const edge = {
    caller: 'router',
    callee: 'ventas',
    secret: graph.secrets['SECRET_ROUTER_VENTAS']!,
  };
  const gone = new AbortController();
  const answer = fetch(graph.urls.ventas, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [SERVICE_TOKEN_HEADER]: signPost(edge, body, ACTOR),
    },
    body,
    signal: gone.signal,
  }).then(
    async (response) => (await response.text()).includes('"sale":{"id":'),
    () => null,
  );
  return { idempotencyKey, answer, hangUp: () => gone.abort() };
}

/** All that was sent before has reached ventas once it has answered this three times. */
async function waitForVentas(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await callAs(graph, { caller: 'router', callee: 'ventas', document: '{ __typename }' });
  }
}

/** Runs a statement in a transaction that stays open until it is undone. */
async function holdLock(database: Database, statement: string, values: readonly SqlValue[]) {
  const [held, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  class Undone extends Error {}
  const transaction = database
    .transaction(async (sql) => {
      await sql.execute(statement, values);
      held.resolve();
      await over.promise;
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) held.reject(error);
    });
  await held.promise;
  return async () => {
    over.resolve();
    await transaction;
  };
}

const attemptsOf = (key: string) =>
  countRows(databases.ventas, 'SaleAttempt', `idempotencyKey = '${key}'`);
const salesOf = (key: string) => countRows(databases.ventas, 'Sale', `idempotencyKey = '${key}'`);

test('a sale whose caller hangs up while its intent waits to be written is dropped', async () => {
  const { id } = await shop.addProduct({ stock: 10 });
  const key = randomUUID();
  // A request with the same key waits, and its batch with it; later requests wait behind that.
  const letGo = await holdLock(
    databases.ventas,
    `INSERT INTO SaleAttempt
       (id, scope, idempotencyKey, attempt, requestHash, decision, validUntil, createdAt)
     VALUES (?, 'staff', ?, 1, ?, 'OPEN', NOW(3), NOW(3))`,
    [randomUUID(), key, 'a'.repeat(64)],
  );
  const inFront = shop.sell({ idempotencyKey: key, items: [{ productId: id, quantity: 1 }] });
  await eventually('the batch in front waits for the lock', async () => {
    const waiting = await databases.ventas.query(
      claimed(
        `SELECT 1 FROM information_schema.PROCESSLIST
        WHERE INFO LIKE 'INSERT INTO SaleAttempt%' AND DB = DATABASE()`,
      ),
    );
    return waiting.length > 0;
  });
  const [leaving, staying] = [sell(id), sell(id)];
  await waitForVentas();
  leaving.hangUp();
  await leaving.answer;
  await waitForVentas();
  await letGo();

  expect(await staying.answer).toBe(true);
  expect((await inFront).sale).not.toBeNull();
  expect(await attemptsOf(leaving.idempotencyKey)).toBe(0);
  expect((await shop.stockOf(id)).available).toBe(8);
});

test('a sale whose caller hangs up once its intent is written is carried to its end', async () => {
  const { id } = await shop.addProduct({ stock: 10 });
  const letGo = await holdLock(
    databases.inventario,
    'UPDATE Product SET minimum = minimum + 1 WHERE id = ?',
    [Number(id)],
  );
  const { idempotencyKey, answer, hangUp } = sell(id);
  await eventually('the intent is written', async () => (await attemptsOf(idempotencyKey)) === 1);
  hangUp();
  expect(await answer).toBeNull();
  await waitForVentas();
  await letGo();

  await eventually('the sale is made', async () => (await salesOf(idempotencyKey)) === 1);
  expect((await shop.stockOf(id)).available).toBe(9);
});
