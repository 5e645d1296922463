// Goal: a confirmation that inventario can never carry out is not tried for ever, somebody is told,
// and the other confirmations and holds of the same moment are settled.
// Method: a trigger refuses to confirm one product's reservations, as the server refuses a value.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  countRows,
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';
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

test('a message that can never be carried out is parked, and its neighbours are settled', async () => {
  const [poisoned, sound] = [
    await shop.addProduct({ stock: 5 }),
    await shop.addProduct({ stock: 5 }),
  ];
  await databases.inventario.execute(
    `CREATE TRIGGER refuse BEFORE UPDATE ON Reservation FOR EACH ROW BEGIN
       IF NEW.status = 'CONFIRMED' AND EXISTS (SELECT 1 FROM ReservationLine
         WHERE reservationId = NEW.id AND productId = ${poisoned.id}) THEN
         SIGNAL SQLSTATE '22003' SET MYSQL_ERRNO = 1264, MESSAGE_TEXT = 'refused';
       END IF; END`,
  );
  const [lost, made] = await Promise.all(
    [poisoned, sound].map(({ id: productId }) =>
      shop.sell({ items: [{ productId, quantity: 2 }] }),
    ),
  );

  await eventually(
    'the message is parked',
    () => countRows(databases.ventas, 'Outbox', `attemptId = '${lost!.sale!.id}' AND dead`),
    20_000,
  );
  await eventually(
    'its neighbour is confirmed',
    () => countRows(databases.inventario, 'Reservation', confirmed(made!.sale!.id)),
    20_000,
  );

  // Corrected by hand, as docs/operations.md says, it is sent again.
  await databases.inventario.execute('DROP TRIGGER refuse');
  await databases.ventas.execute('UPDATE Outbox SET dead = FALSE, nextTryAt = NOW(3)');
  await expectSettledAndSound(databases);
  expect(await shop.stockOf(poisoned.id)).toEqual({ onHand: 3, reserved: 0, available: 3 });
}, 60_000);

const confirmed = (id: string) => `id = '${id}' AND status = 'CONFIRMED'`;
