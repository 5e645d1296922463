// One of everything that the sale protocol leaves behind, in both databases: a sale that is over, a
// sale whose confirmation is on its way, a try that was given up, a tombstone, a rejection, and two
// returns: one of them pays the sale that is over, and goes back on sale.
import type { Database } from '../../../common/subgraph/database/database.ts';
import type { SqlValue } from '../../../common/subgraph/database/sql.ts';

export const SOLD = '01900000-0000-7000-8000-000000000001';
export const HELD = '01900000-0000-7000-8000-000000000002';
export const RELEASED = '01900000-0000-7000-8000-000000000003';
const TOMBSTONE = '01900000-0000-7000-8000-000000000004';
const REJECTED = '01900000-0000-7000-8000-000000000005';
export const RETURNED = '01900000-0000-7000-8000-000000000006';
export const BROKEN = '01900000-0000-7000-8000-000000000007';
export const CLOSED = '01900000-0000-7000-8000-00000000000a';
export const OPENED = '01900000-0000-7000-8000-00000000000b';
export const KEY = 'aaaaaaaa-0000-4000-8000-000000000001';
const OTHER_KEY = 'aaaaaaaa-0000-4000-8000-000000000002';
const HASH = 'a'.repeat(64);

const COLUMNS = {
  Reservation: 'id, status, requestHash, validUntil, createdAt, resolvedAt',
  ReservationLine: 'reservationId, productId, quantity, unitPriceCentimos',
  StockMovement: 'productId, seq, kind, delta, availableAfter, reference, occurredAt',
  StockReturn: 'id, createdAt',
  SaleAttempt:
    'id, scope, idempotencyKey, attempt, requestHash, decision, validUntil, createdAt, decidedAt',
  Sale: `id, scope, idempotencyKey, sellerId, sellerName,
    subtotalCentimos, taxCentimos, discountCentimos, totalCentimos, paidCentimos, refundedCentimos,
    returnedCentimos, createdAt`,
  SaleItem: `saleId, lineNumber, productId, sku, productName, quantity, unitPriceCentimos,
    taxRateBasisPoints, baseCentimos, taxCentimos, totalCentimos, returnedQuantity`,
  Payment: `saleId, seq, method, amountCentimos, refundedCentimos, returnId, cashSessionId,
    createdAt, day`,
  CashSession: `id, tillId, openFlag, openedBy, openedAt, openingCentimos, closedBy, closedAt,
    cashRefundsCentimos, expectedCentimos, countedCentimos`,
  CashMovement: 'id, sessionId, kind, amountCentimos, reason, actorId, createdAt',
  SaleReturn: `id, saleId, kind, reason, baseCentimos, taxCentimos, totalCentimos, createdAt, day`,
  SaleReturnItem:
    'returnId, lineNumber, quantity, restock, baseCentimos, taxCentimos, totalCentimos',
  Refund: `returnId, seq, paymentSeq, method, amountCentimos, status, cashSessionId, paidSaleId,
    createdAt, doneAt`,
  FactOutbox: 'id, kind, nextTryAt',
  ProductSales: 'productId, unitsSold, lastSoldAt',
  Outbox: 'attemptId, kind, nextTryAt',
  Product: 'id, sku, name, priceCentimos, available, lastSeq',
} as const;

interface SoldDatabases {
  inventario: Database;
  ventas: Database;
}

/** Deletes the rows that these functions write. */
export async function emptyTables({ inventario, ventas }: SoldDatabases): Promise<void> {
  for (const table of [
    'Product',
    'Reservation',
    'ReservationLine',
    'StockMovement',
    'StockReturn',
  ]) {
    await inventario.execute(`DELETE FROM ${table}`);
  }
  for (const table of [
    'SaleAttempt',
    'Sale',
    'SaleItem',
    'ProductSales',
    'Outbox',
    'Payment',
    'CashSession',
    'CashMovement',
    'SaleReturn',
    'SaleReturnItem',
    'Refund',
    'FactOutbox',
  ]) {
    await ventas.execute(`DELETE FROM ${table}`);
  }
}

/** Writes one of everything that the sale protocol leaves behind, into empty tables. */
export async function fillTables(databases: SoldDatabases): Promise<void> {
  await emptyTables(databases);
  await fillInventario(databases.inventario);
  await fillVentas(databases.ventas);
}

async function fillInventario(inventario: Database): Promise<void> {
  const now = new Date();
  await insertRows(inventario, 'Product', [
    [1, 'cafetera', 'Cafetera', 1_050, 6, 4],
    [2, 'CAFETERA', 'Cafetera', 1_050, 0, 1],
    [3, 'tostadora', 'Tostadora', 1_050, 6, 3],
  ]);
  await insertRows(inventario, 'Reservation', [
    [SOLD, 'CONFIRMED', HASH, now, now, now],
    [HELD, 'HELD', HASH, now, now, null],
    [RELEASED, 'RELEASED', HASH, now, now, now],
    [TOMBSTONE, 'RELEASED', null, null, now, now],
    [REJECTED, 'REJECTED', HASH, now, now, now],
  ]);
  await insertRows(inventario, 'ReservationLine', [
    [SOLD, 1, 4, 1_050],
    [HELD, 3, 5, 1_050],
    [RELEASED, 1, 2, 1_050],
  ]);
  await insertRows(inventario, 'StockMovement', [
    [1, 1, 'INITIAL', 10, 10, null, now],
    [1, 2, 'SALE', -4, 6, SOLD, now],
    [1, 3, 'SALE', -2, 4, RELEASED, now],
    [1, 4, 'RELEASE', 2, 6, RELEASED, now],
    [2, 1, 'RECEIPT', 0, 0, null, now],
    [3, 1, 'INITIAL', 10, 10, null, now],
    [3, 2, 'SALE', -5, 5, HELD, now],
    [3, 3, 'RETURN', 1, 6, RETURNED, now],
  ]);
  await insertRows(inventario, 'StockReturn', [[RETURNED, now]]);
}

async function fillVentas(ventas: Database): Promise<void> {
  const now = new Date();
  const later = new Date(now.getTime() + 8_000);
  await insertRows(ventas, 'SaleAttempt', [
    [SOLD, 'staff', KEY, 2, HASH, 'COMMITTED', now, now, now],
    [RELEASED, 'staff', KEY, 1, HASH, 'ABORTED', now, now, now],
    [HELD, 'staff', OTHER_KEY, 3, HASH, 'COMMITTED', later, now, now],
    [TOMBSTONE, null, null, null, null, 'ABORTED', now, now, now],
    [REJECTED, 'staff', REJECTED, 1, HASH, 'ABORTED', now, now, now],
  ]);
  // Twice 2 × 10.50, then 5 × 10.50: base = (total·200 + 118) div 236.
  await insertRows(ventas, 'Sale', [
    [SOLD, 'staff', KEY, 1, 'Rosa', 3_560, 640, 0, 4_200, 4_200, 0, 0, now],
    [HELD, 'staff', OTHER_KEY, 1, 'Rosa', 4_449, 801, 0, 5_250, 5_250, 3_150, 3_150, now],
  ]);
  await insertRows(ventas, 'SaleItem', [
    [SOLD, 1, 1, 'cafetera', 'Cafetera', 2, 1_050, 1_800, 1_780, 320, 2_100, 0],
    [SOLD, 2, 1, 'cafetera', 'Cafetera', 2, 1_050, 1_800, 1_780, 320, 2_100, 0],
    [HELD, 1, 3, 'tostadora', 'Tostadora', 5, 1_050, 1_800, 4_449, 801, 5_250, 3],
  ]);
  await insertRows(ventas, 'ProductSales', [
    [1, 4, now],
    [3, 2, now],
  ]);
  await insertRows(ventas, 'Outbox', [[HELD, 'CONFIRM', now]]);
  await fillCounter(ventas, now);
}

const DAY = '2026-11-27';

/** One unit of HELD came back and then two that are broken; what the first was worth paid SOLD. */
async function fillCounter(ventas: Database, now: Date): Promise<void> {
  const then = new Date(now.getTime() - 60_000);
  await insertRows(ventas, 'CashSession', [
    [CLOSED, 1, null, '7', then, 10_000, '7', now, 2_100, 17_150, 17_150],
    [OPENED, 1, true, '7', now, 0, null, null, null, null, null],
  ]);
  await insertRows(ventas, 'CashMovement', [
    [SOLD, CLOSED, 'IN', 5_000, 'sencillo', '7', then],
    [HELD, CLOSED, 'OUT', 1_000, 'banco', '7', then],
  ]);
  await insertRows(ventas, 'Payment', [
    [SOLD, 1, 'EXCHANGE', 1_050, 0, RETURNED, CLOSED, then, DAY],
    [SOLD, 2, 'CASH', 3_150, 0, null, CLOSED, then, DAY],
    [HELD, 1, 'CARD', 3_150, 1_050, null, CLOSED, then, DAY],
    [HELD, 2, 'CASH', 2_100, 2_100, null, CLOSED, then, DAY],
  ]);
  // The first unit's base is 890 and that of three units 2,669.
  await insertRows(ventas, 'SaleReturn', [
    [RETURNED, HELD, 'RETURN', 'no funciona', 890, 160, 1_050, then, DAY],
    [BROKEN, HELD, 'RETURN', 'no funciona', 1_779, 321, 2_100, now, DAY],
  ]);
  await insertRows(ventas, 'SaleReturnItem', [
    [RETURNED, 1, 1, true, 890, 160, 1_050],
    [BROKEN, 1, 2, false, 1_779, 321, 2_100],
  ]);
  await insertRows(ventas, 'Refund', [
    [RETURNED, 1, 1, 'CARD', 1_050, 'DONE', null, SOLD, then, now],
    [BROKEN, 1, 2, 'CASH', 2_100, 'DONE', CLOSED, null, then, then],
  ]);
}

/** Writes rows whose values are in the order of COLUMNS. */
export async function insertRows(
  database: Database,
  table: keyof typeof COLUMNS,
  rows: SqlValue[][],
): Promise<void> {
  for (const row of rows) {
    const marks = row.map(() => '?').join(', ');
    await database.execute(`INSERT INTO ${table} (${COLUMNS[table]}) VALUES (${marks})`, row);
  }
}
