// Goal: `checkInvariants` names every broken promise of the counter: money, returns, drawers.
// Method: as in verify.test.ts, each test breaks a row of healthy databases by hand.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../common/subgraph/database/database.ts';
import { checkInvariants } from '../../../scripts/operate/verify/check-invariants.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../../scripts/stack/throwaway/throwaway-database.ts';
import {
  BROKEN,
  CLOSED,
  fillTables,
  HELD,
  insertRows,
  OPENED,
  RETURNED,
  SOLD,
} from './protocol-rows.ts';

const created: ThrowawayDatabase[] = [];
let inventario: Database;
let ventas: Database;

beforeAll(async () => {
  created.push(await createMigratedDatabase('inventario'), await createMigratedDatabase('ventas'));
  inventario = openDatabase(created[0]!.url, 2);
  ventas = openDatabase(created[1]!.url, 2);
  // The rows broken below are refused by the tables themselves; what is tested here is the check.
  for (const [table, constraint] of [
    ['Sale', 'Sale_money_check'],
    ['SaleItem', 'SaleItem_returnedQuantity_check'],
    ['Payment', 'Payment_refundedCentimos_check'],
    ['SaleReturn', 'SaleReturn_totalCentimos_check'],
    ['SaleReturnItem', 'SaleReturnItem_parts_check'],
    ['CashSession', 'CashSession_closedAt_check'],
  ]) {
    await ventas.execute(`ALTER TABLE ${table} DROP CONSTRAINT ${constraint}`);
  }
});

afterAll(async () => {
  await inventario.close();
  await ventas.close();
  for (const database of created) await database.drop();
});

beforeEach(() => fillTables({ inventario, ventas }));

function check(options: { quiet?: boolean } = {}) {
  return checkInvariants({ inventario, ventas, ...options });
}

const MONEY_BREAKS: [string, string][] = [
  [`sale ${SOLD}`, `UPDATE Payment SET amountCentimos = amountCentimos + 10 WHERE method = 'CASH'`],
  [`sale ${SOLD}`, `UPDATE Sale SET paidCentimos = 0, refundedCentimos = 0`],
  [`sale ${SOLD}`, `DELETE FROM Payment WHERE saleId = '${SOLD}'`],
  [`sale ${SOLD}`, `DELETE FROM Sale WHERE id = '${SOLD}'`],
  [`sale ${SOLD}`, `UPDATE Sale SET cashRoundingCentimos = -5`],
  [
    `sale ${SOLD}`,
    `UPDATE Sale JOIN Payment ON saleId = id SET cashRoundingCentimos = -10,
       paidCentimos = 4190, amountCentimos = amountCentimos - 10
     WHERE id = '${SOLD}' AND method = 'CASH'`,
  ],
  [
    `sale ${SOLD}`,
    `UPDATE Sale JOIN Payment ON saleId = id SET paidCentimos = 4190,
       amountCentimos = amountCentimos - 10 WHERE id = '${SOLD}' AND method = 'CASH'`,
  ],
  [`sale ${HELD}`, `UPDATE Sale SET refundedCentimos = 0`],
  [`sale ${HELD}`, `UPDATE Refund SET amountCentimos = amountCentimos + 10`],
  [`sale ${HELD}`, `UPDATE Refund SET method = 'YAPE' WHERE method = 'CARD'`],
  [`sale ${HELD}`, `UPDATE Refund SET paymentSeq = 2 WHERE method = 'CARD'`],
  [`sale ${HELD}`, `UPDATE Payment SET refundedCentimos = 0 WHERE saleId = '${HELD}'`],
  [
    `sale ${HELD}`,
    `UPDATE Sale JOIN Payment ON saleId = id SET Sale.refundedCentimos = 6300,
       Payment.refundedCentimos = 2 * Payment.refundedCentimos WHERE id = '${HELD}'`,
  ],
  [`return ${BROKEN}`, `DELETE FROM SaleReturn WHERE id = '${BROKEN}'`],
  [`return ${BROKEN}`, `UPDATE Refund SET amountCentimos = 2095 WHERE method = 'CASH'`],
  [`sale ${SOLD}`, `UPDATE Payment SET amountCentimos = 3155 WHERE method = 'CASH'`],
  [`sale ${SOLD}`, `UPDATE Refund SET paidSaleId = NULL WHERE returnId = '${RETURNED}'`],
  [`sale ${SOLD}`, `UPDATE Refund SET status = 'PENDING', doneAt = NULL`],
  [`sale ${SOLD}`, `UPDATE Payment SET returnId = '${BROKEN}' WHERE method = 'EXCHANGE'`],
];

test.each(MONEY_BREAKS)('I10 is reported for %s after: %s', async (subject, sql) => {
  expect(await ventas.execute(sql)).toBeGreaterThan(0);
  expect(await check()).toContainEqual(expect.objectContaining({ invariant: 'I10', subject }));
});

test('a sale wholly in cash is rounded down to coins, and its remainder is no fault', async () => {
  const paid = `paidCentimos = 4200, cashRoundingCentimos = -5, totalCentimos = 4205`;
  await ventas.execute('ALTER TABLE Sale DROP CONSTRAINT Sale_totalCentimos_check');
  await ventas.execute(`UPDATE Sale SET ${paid} WHERE id = '${SOLD}'`);
  await ventas.execute(`DELETE FROM Payment WHERE saleId = '${SOLD}' AND seq = 1`);
  await ventas.execute(`UPDATE Payment SET amountCentimos = 4200 WHERE saleId = '${SOLD}'`);
  const ofMoney = (await check()).filter(({ invariant }) => invariant === 'I10');
  expect(ofMoney.map(({ message }) => message)).toEqual([
    `was paid 0 céntimos by return ${RETURNED}, whose refunds for it are 1050`,
  ]);
});

const RETURN_BREAKS: [string, string][] = [
  [`sale ${HELD}`, `UPDATE SaleItem SET returnedQuantity = 2 WHERE saleId = '${HELD}'`],
  [`sale ${HELD}`, `UPDATE SaleItem SET quantity = 2, returnedQuantity = 3`],
  [`sale ${HELD}`, `DELETE FROM SaleItem WHERE saleId = '${HELD}'`],
  [`sale ${HELD}`, `UPDATE SaleReturnItem SET quantity = 3 WHERE returnId = '${BROKEN}'`],
  [`return ${BROKEN}`, `UPDATE SaleReturnItem SET totalCentimos = totalCentimos + 1`],
  [
    `return ${BROKEN}`,
    `UPDATE SaleReturnItem SET baseCentimos = 1780, taxCentimos = 320
     WHERE returnId = '${BROKEN}'`,
  ],
  [`return ${BROKEN}`, `UPDATE SaleItem SET taxRateBasisPoints = 1600`],
  [`return ${RETURNED}`, `UPDATE SaleReturn SET baseCentimos = 891 WHERE id = '${RETURNED}'`],
  [`return ${RETURNED}`, `DELETE FROM SaleReturnItem WHERE returnId = '${RETURNED}'`],
  [`return ${RETURNED}`, `DELETE FROM SaleReturn WHERE id = '${RETURNED}'`],
  [`sale ${HELD}`, `UPDATE Sale SET returnedCentimos = 1 WHERE id = '${HELD}'`],
  [`sale ${HELD}`, `UPDATE Sale SET returnedCentimos = 0 WHERE id = '${HELD}'`],
  [`sale ${HELD}`, `DELETE FROM Sale WHERE id = '${HELD}'`],
  [`sale ${HELD}`, `UPDATE SaleReturn SET kind = 'VOID' WHERE id = '${BROKEN}'`],
  [`sale ${SOLD}`, `UPDATE Sale SET status = 'CANCELLED' WHERE id = '${SOLD}'`],
  [`return ${RETURNED}`, `UPDATE SaleReturnItem SET quantity = 2 WHERE returnId = '${RETURNED}'`],
  [`return ${BROKEN}`, `UPDATE SaleReturnItem SET restock = TRUE WHERE returnId = '${BROKEN}'`],
  [`return ${RETURNED}`, `UPDATE SaleReturnItem SET restock = FALSE`],
];

test.each(RETURN_BREAKS)('I11 is reported for %s after: %s', async (subject, sql) => {
  expect(await ventas.execute(sql)).toBeGreaterThan(0);
  expect(await check()).toContainEqual(expect.objectContaining({ invariant: 'I11', subject }));
});

test('a void that leaves units is reported, though its sale is cancelled', async () => {
  await ventas.execute(`UPDATE SaleReturn SET kind = 'VOID' WHERE id = '${BROKEN}'`);
  await ventas.execute(`UPDATE Sale SET status = 'CANCELLED' WHERE id = '${HELD}'`);
  expect(await check()).toEqual([
    {
      invariant: 'I11',
      subject: `sale ${HELD}`,
      message:
        'is CANCELLED, says that 3150 of 5250 céntimos came back, its returns sum to 3150, 1 of them voids',
    },
    {
      invariant: 'I11',
      subject: `sale ${HELD}`,
      message: 'was undone, but 3 of 5 units of line 1 came back',
    },
  ]);
});

test('a return that inventario was not told of yet is stuck only when nobody sells', async () => {
  await inventario.execute('DELETE FROM StockReturn');
  await inventario.execute(`DELETE FROM StockMovement WHERE kind = 'RETURN'`);
  await inventario.execute('UPDATE Product SET available = 5, lastSeq = 2 WHERE id = 3');
  const missing = {
    invariant: 'I11',
    subject: `return ${RETURNED}`,
    message: 'brought 1 units, checksum 1842515611 back; inventario put back nothing',
  };
  expect(await check()).toEqual([missing]);
  await insertRows(ventas, 'FactOutbox', [[RETURNED, 'RESTOCK', new Date()]]);
  expect(await check()).toEqual([]);
  expect(await check({ quiet: true })).toContainEqual({
    invariant: 'I8',
    subject: `return ${RETURNED}`,
    message: 'its RESTOCK is not acknowledged after 0 tries',
  });
  await ventas.execute('UPDATE FactOutbox SET dead = TRUE');
  expect(await check()).toEqual([
    {
      invariant: 'I8',
      subject: `return ${RETURNED}`,
      message: 'its RESTOCK was refused and needs a human',
    },
  ]);
});

const DRAWER_BREAKS: [string, string][] = [
  [`session ${CLOSED}`, `UPDATE CashSession SET expectedCentimos = 17151 WHERE id = '${CLOSED}'`],
  [`session ${CLOSED}`, `UPDATE CashSession SET expectedCentimos = NULL`],
  [`session ${CLOSED}`, `UPDATE CashSession SET cashRefundsCentimos = 0 WHERE id = '${CLOSED}'`],
  [`session ${CLOSED}`, `UPDATE CashSession SET openingCentimos = 0 WHERE id = '${CLOSED}'`],
  [`session ${CLOSED}`, `DELETE FROM CashMovement WHERE kind = 'OUT'`],
  [`session ${CLOSED}`, `UPDATE Payment SET cashSessionId = '${OPENED}' WHERE method = 'CASH'`],
  [`session ${CLOSED}`, `UPDATE Refund SET cashSessionId = '${OPENED}' WHERE method = 'CASH'`],
  [`session ${OPENED}`, `DELETE FROM CashSession WHERE id = '${OPENED}'`],
  [`session ${CLOSED}`, `UPDATE Payment SET createdAt = createdAt + INTERVAL 65 SECOND`],
  [`session ${CLOSED}`, `UPDATE Refund SET doneAt = doneAt + INTERVAL 65 SECOND`],
  [`session ${CLOSED}`, `UPDATE CashMovement SET createdAt = createdAt + INTERVAL 65 SECOND`],
  ['till 1', `UPDATE CashSession SET openFlag = NULL, closedAt = NULL`],
];

test.each(DRAWER_BREAKS)('I15 is reported for %s after: %s', async (subject, sql) => {
  // Something of the session that is open, so that nothing of a lost one goes unseen.
  await insertRows(ventas, 'CashMovement', [
    [RETURNED, OPENED, 'IN', 100, 'sencillo', '7', new Date()],
  ]);
  expect(await ventas.execute(sql)).toBeGreaterThan(0);
  expect(await check()).toContainEqual(expect.objectContaining({ invariant: 'I15', subject }));
});
