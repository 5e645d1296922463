// Goal: `checkInvariants` names a return that is not in stock exactly once.
// Method: as in verify.test.ts, each test breaks a row of healthy databases by hand.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../common/subgraph/database/database.ts';
import { checkInvariants } from '../../../scripts/operate/verify/check-invariants.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../../scripts/stack/throwaway/throwaway-database.ts';
import { fillTables, insertRows, RETURNED } from './protocol-rows.ts';

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

const differs = (inStock: string) =>
  expect.stringMatching(`^brought 1 units, .* back; inventario put back ${inStock}`);
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
    { invariant: 'I11', subject: `return ${RETURNED}`, message: differs('nothing') },
  ]);
});

test('I11 is reported for units that came back twice, though the ledger explains the stock', async () => {
  await insertRows(inventario, 'StockMovement', [[3, 4, 'RETURN', 1, 7, RETURNED, new Date()]]);
  await inventario.execute('UPDATE Product SET available = 7, lastSeq = 4 WHERE id = 3');
  expect(await checkInvariants({ inventario, ventas })).toEqual([
    { invariant: 'I11', subject: `return ${RETURNED}`, message: 'gave product 3 back 2 times' },
    { invariant: 'I11', subject: `return ${RETURNED}`, message: differs('2 units') },
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

test.each([
  "UPDATE StockMovement SET delta = 2, availableAfter = 7 WHERE kind = 'RETURN'",
  "UPDATE StockMovement SET productId = 1, seq = 5 WHERE kind = 'RETURN'",
])('I11 is reported for other units than ventas sent back, after: %s', async (sql) => {
  expect(await inventario.execute(sql)).toBe(1);
  expect(await checkInvariants({ inventario, ventas })).toContainEqual({
    invariant: 'I11',
    subject: `return ${RETURNED}`,
    message: differs('[12] units'),
  });
});
