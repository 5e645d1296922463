// Goal: `checkInvariants` names a return that is not in stock exactly once.
// Method: as in verify.test.ts, each test breaks a row of healthy databases by hand.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../common/subgraph/database/database.ts';
import { checkInvariants } from '../../../scripts/operate/verify/check-invariants.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../../scripts/stack/throwaway/throwaway-database.ts';
import { fillTables, insertRows, RETURNED, SOLD } from './protocol-rows.ts';

const created: ThrowawayDatabase[] = [];
let inventario: Database;
let ventas: Database;

beforeAll(async () => {
  created.push(await createMigratedDatabase('inventario'), await createMigratedDatabase('ventas'));
  inventario = openDatabase(created[0]!.url, 2);
  ventas = openDatabase(created[1]!.url, 2);
});
afterAll(async () => {
  await inventario.close();
  await ventas.close();
  for (const database of created) await database.drop();
});

beforeEach(() => fillTables({ inventario, ventas }));

const UNHEARD = 'is known, but no RETURN movement refers to it';
const UNKNOWN = 'gave product 3 back, but is not known';

test.each([
  ['DELETE FROM StockReturn', UNKNOWN],
  ["UPDATE StockMovement SET kind = 'RECEIPT' WHERE kind = 'RETURN'", UNHEARD],
  ["UPDATE StockMovement SET reference = NULL WHERE kind = 'RETURN'", UNHEARD],
])('I11 is reported after: %s', async (sql, message) => {
  expect(await inventario.execute(sql)).toBe(1);
  expect(await checkInvariants({ inventario, ventas })).toEqual([
    { invariant: 'I11', subject: `return ${RETURNED}`, message },
  ]);
});

test('I11 is reported for units that came back twice, though the ledger explains the stock', async () => {
  await insertRows(inventario, 'StockMovement', [[3, 4, 'RETURN', 1, 7, RETURNED, new Date()]]);
  await inventario.execute('UPDATE Product SET available = 7, lastSeq = 4 WHERE id = 3');
  expect(await checkInvariants({ inventario, ventas })).toEqual([
    { invariant: 'I11', subject: `return ${RETURNED}`, message: 'gave product 3 back 2 times' },
  ]);
});

test('what was brought back and written in by hand names no return, and needs none', async () => {
  await insertRows(inventario, 'StockMovement', [
    [3, 4, 'RETURN', 1, 7, null, new Date()],
    [3, 5, 'RETURN', 1, 8, 'nota 12', new Date()],
  ]);
  await inventario.execute('UPDATE Product SET available = 8, lastSeq = 5 WHERE id = 3');
  expect(await checkInvariants({ inventario, ventas })).toEqual([]);
});

test('units that came back are no longer among those that their product sold', async () => {
  const returned = 'UPDATE SaleItem SET returnedQuantity = 1 WHERE saleId = ? AND lineNumber = 1';
  expect(await ventas.execute(returned, [SOLD])).toBe(1);
  const broken = { invariant: 'I7', subject: 'product 1', message: expect.stringMatching(/keep/) };
  expect(await checkInvariants({ inventario, ventas })).toEqual([broken]);
  await ventas.execute('UPDATE ProductSales SET unitsSold = unitsSold - 1 WHERE productId = 1');
  expect(await checkInvariants({ inventario, ventas })).toEqual([]);
});
