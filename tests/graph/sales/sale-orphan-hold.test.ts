// Goal: no hold lasts for ever, not even one of an attempt that ventas has never written down.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { claimed } from '../../../common/subgraph/database/table.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  countRows,
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';
import { holdAsVentas } from '../../support/service-call.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let databases: GraphDatabases;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
});
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

test('a hold that ventas never knew is decided against by ventas, then released within 20 s', async () => {
  const product = await shop.addProduct({ stock: 5 });
  const id = randomUUID();
  await holdAsVentas(graph, { id, productId: product.id, quantity: 2 });
  expect(await shop.stockOf(product.id)).toEqual({ onHand: 5, reserved: 2, available: 3 });

  await eventually(
    'the hold is released',
    () => countRows(databases.inventario, 'Reservation', `id = '${id}' AND status = 'RELEASED'`),
    20_000,
  );

  expect(await shop.stockOf(product.id)).toEqual({ onHand: 5, reserved: 0, available: 5 });
  expect(
    await databases.ventas.query(
      claimed('SELECT decision, scope, idempotencyKey, requestHash FROM SaleAttempt WHERE id = ?', [
        id,
      ]),
    ),
  ).toEqual([{ decision: 'ABORTED', scope: null, idempotencyKey: null, requestHash: null }]);
  await expectSettledAndSound(databases);
}, 40_000);

test('a hold of a committed sale whose confirmation got lost is confirmed by the sweeper', async () => {
  const product = await shop.addProduct({ stock: 5 });
  const { sale } = await shop.sell({ items: [{ productId: product.id, quantity: 2 }] });
  await expectSettledAndSound(databases);
  // As an acknowledged confirmation would be missing after inventario's database was restored.
  await databases.inventario.execute(
    "UPDATE Reservation SET status = 'HELD', createdAt = NOW(3) - INTERVAL 11 SECOND WHERE id = ?",
    [sale!.id],
  );
  expect(await shop.stockOf(product.id)).toEqual({ onHand: 5, reserved: 2, available: 3 });

  await expectSettledAndSound(databases);
  expect(await shop.stockOf(product.id)).toEqual({ onHand: 3, reserved: 0, available: 3 });
});
