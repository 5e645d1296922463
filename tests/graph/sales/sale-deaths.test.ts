// Goal: whatever dies between hold and decision, nothing is sold twice, nothing is lost, and the
// same key cures it.
// Method: ventas reaches inventario through a proxy that stops time when the stock is held; there
// the test kills, and decides whether ventas still hears the answer.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { claimed } from '../../../common/subgraph/database/table.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  countRows,
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';
import { type Fate, type ReserveProxy, startReserveProxy } from '../../support/reserve-proxy.ts';
import { type Order, openShop, type Shop } from '../../support/shop.ts';

const SETTLES_WITHIN_MS = 15_000;

let graph: Graph;
let databases: GraphDatabases;
let proxy: ReserveProxy;
let shop: Shop;

beforeAll(async () => {
  proxy = await startReserveProxy();
  graph = await startGraph({ environment: { ventas: { INVENTARIO_URL: proxy.url } } });
  proxy.forwardTo(graph.urls.inventario);
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
});
afterEach(() => expectSettledAndSound(databases, SETTLES_WITHIN_MS));
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
  await proxy?.close();
});

function killThen(service: 'inventario' | 'ventas', fate: Fate) {
  return async () => {
    await graph.kill(service);
    return fate;
  };
}

async function orderOfOne(stock = 1) {
  const { id } = await shop.addProduct({ stock });
  const order = { idempotencyKey: randomUUID(), items: [{ productId: id, quantity: 1 }] };
  return { productId: id, order };
}

/** Sells while something dies: the answer is for the test to look at. */
function sellInVain(order: Order) {
  return query(
    graph.urls.router,
    'mutation Sell($input: RealizarVentaInput!) { realizarVenta(input: $input) { replayed } }',
    { input: { ...order, sellerId: shop.sellerId } },
  );
}

/** As if their validity had passed while nobody was looking. */
function expireOpenAttempts() {
  return databases.ventas.execute(
    "UPDATE SaleAttempt SET validUntil = NOW(3) - INTERVAL 1 SECOND WHERE decision = 'OPEN'",
  );
}

function attemptsOfKey(idempotencyKey: string) {
  return databases.ventas.query(
    claimed<{ attempt: number; decision: string }>(
      'SELECT attempt, decision FROM SaleAttempt WHERE idempotencyKey = ? ORDER BY attempt',
      [idempotencyKey],
    ),
  );
}

function heldReservations() {
  return countRows(databases.inventario, 'Reservation', "status = 'HELD'");
}

test('inventario dies after it has held and its answer arrives: the sale happened', async () => {
  const { productId, order } = await orderOfOne();
  const died = proxy.onceHeld(killThen('inventario', 'deliver'));

  const { sale, userErrors } = await shop.sell(order);
  await died;

  expect(userErrors).toEqual([]);
  expect(sale).not.toBeNull();
  // The confirmation waits for inventario, and the stock stays held meanwhile.
  expect(await heldReservations()).toBe(1);
  expect(await countRows(databases.ventas, 'Outbox', "kind = 'CONFIRM'")).toBe(1);

  await graph.start('inventario');
  await expectSettledAndSound(databases, SETTLES_WITHIN_MS);
  expect(await shop.sell(order)).toMatchObject({ sale: { id: sale?.id }, replayed: true });
  expect(await shop.stockOf(productId)).toEqual({ onHand: 0, reserved: 0, available: 0 });
});

test('inventario dies after it has held and its answer is lost: the last unit sells by the same key', async () => {
  const { productId, order } = await orderOfOne(1);
  const died = proxy.onceHeld(killThen('inventario', 'lose'));
  const startedAtMs = performance.now();

  const { sale, userErrors } = await shop.sell(order);
  await died;

  expect(performance.now() - startedAtMs).toBeLessThan(3_500);
  expect(sale).toBeNull();
  expect(userErrors).toMatchObject([{ code: 'INVENTORY_UNAVAILABLE' }]);
  expect(await heldReservations()).toBe(1);

  await graph.start('inventario');
  // At once: the new attempt may be faster than the release of the old one.
  const again = await shop.sell(order);
  expect(again).toMatchObject({ replayed: false, userErrors: [] });
  expect(await attemptsOfKey(order.idempotencyKey)).toEqual([
    { attempt: 1, decision: 'ABORTED' },
    { attempt: 2, decision: 'COMMITTED' },
  ]);
  expect((await shop.stockOf(productId)).available).toBe(0);
});

test('the answer to a hold is lost: the retry inside the same request sells once', async () => {
  const { productId, order } = await orderOfOne(1);
  const callsBefore = proxy.reserveCalls();
  const lost = proxy.onceHeld(() => 'lose');

  const answer = await shop.sell(order);
  await lost;

  expect(answer).toMatchObject({ replayed: false, userErrors: [] });
  expect(proxy.reserveCalls() - callsBefore).toBe(2);
  expect(await attemptsOfKey(order.idempotencyKey)).toEqual([
    { attempt: 1, decision: 'COMMITTED' },
  ]);
  expect((await shop.stockOf(productId)).available).toBe(0);
  const ledger = `productId = ${productId} AND kind IN ('SALE', 'RELEASE')`;
  expect(await countRows(databases.inventario, 'StockMovement', ledger)).toBe(1);
});

test('ventas dies after the hold: settled within 15 s of its restart, then the key sells once', async () => {
  const { productId, order } = await orderOfOne(1);
  const died = proxy.onceHeld(killThen('ventas', 'lose'));

  const { data, errors } = await sellInVain(order);
  await died;

  expect(data).toEqual({ realizarVenta: null });
  expect(errors).toMatchObject([{ path: ['realizarVenta'] }]);
  expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['SERVICE_UNAVAILABLE']);
  expect(await attemptsOfKey(order.idempotencyKey)).toEqual([{ attempt: 1, decision: 'OPEN' }]);
  expect(await heldReservations()).toBe(1);

  await graph.start('ventas');
  // While the attempt is open, nobody may take its key or its stock.
  expect(await shop.sell({ ...order, customerId: '1' })).toMatchObject({
    sale: null,
    userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
  });
  expect(await shop.sell({ items: order.items })).toMatchObject({
    sale: null,
    userErrors: [{ code: 'INSUFFICIENT_STOCK', available: 0 }],
  });
  await expectSettledAndSound(databases, SETTLES_WITHIN_MS);
  expect(await shop.stockOf(productId)).toEqual({ onHand: 1, reserved: 0, available: 1 });

  const { sale, replayed } = await shop.sell(order);
  expect({ isSold: sale !== null, replayed }).toEqual({ isSold: true, replayed: false });
  expect(await attemptsOfKey(order.idempotencyKey)).toEqual([
    { attempt: 1, decision: 'ABORTED' },
    { attempt: 2, decision: 'COMMITTED' },
  ]);
  expect((await shop.stockOf(productId)).available).toBe(0);
}, 30_000);

test('what recovery gives up is told to inventario as soon as inventario can hear it', async () => {
  const { productId, order } = await orderOfOne(1);
  const died = proxy.onceHeld(killThen('ventas', 'lose'));
  await sellInVain(order);
  await died;
  // A frozen inventario sweeps nothing: the message must come from ventas.
  graph.pause('inventario');
  await expireOpenAttempts();

  await graph.start('ventas');
  await eventually('the release is written down', () =>
    countRows(databases.ventas, 'Outbox', "kind = 'RELEASE'"),
  );
  expect(await attemptsOfKey(order.idempotencyKey)).toEqual([{ attempt: 1, decision: 'ABORTED' }]);

  graph.resume('inventario');
  await expectSettledAndSound(databases, SETTLES_WITHIN_MS);
  expect((await shop.stockOf(productId)).available).toBe(1);
}, 30_000);

test('while ventas is down an old hold stays; it is released once ventas has decided', async () => {
  const { productId, order } = await orderOfOne(1);
  const died = proxy.onceHeld(killThen('ventas', 'lose'));
  await sellInVain(order);
  await died;
  // As if it had been forgotten long ago: sweeper and recovery act at their next turn.
  await databases.inventario.execute(
    "UPDATE Reservation SET createdAt = NOW(3) - INTERVAL 30 SECOND WHERE status = 'HELD'",
  );
  await expireOpenAttempts();
  await eventually('the sweeper has asked in vain', () =>
    graph
      .logs('inventario')
      .some(({ event, name }) => event === 'background.failed' && name === 'sweep-holds'),
  );
  expect(await heldReservations()).toBe(1);

  await graph.start('ventas');
  await expectSettledAndSound(databases, SETTLES_WITHIN_MS);
  expect((await shop.stockOf(productId)).available).toBe(1);
}, 30_000);
