import { randomUUID } from 'node:crypto';
import type { PoolConnection } from 'mariadb';
import { splitTax } from '../subgraphs/ventas/tax/tax.ts';
import type { ChooseLines, Sell } from './sale-clients.ts';
import type { World } from './world.ts';

/*
 * The yardsticks: the same sale as hand-written SQL, one by one, in this process, without HTTP,
 * GraphQL, tokens or logs.
 *  - `protocol`: the rows and the three durable commits of the real sale (intent, hold, decision);
 *  - `shortest`: one transaction over both databases that only takes stock and writes the sale, as
 *    an application with a single database would; nothing survives a lost reply or a retry.
 */
export type Yardstick = 'protocol' | 'shortest';

/** 18 %, which every line of the measured sale stores. */
const IGV_BASIS_POINTS = 1_800;

/** Makes sales one by one, each on a connection of its own. */
export function rawClient(world: World, choose: ChooseLines, yardstick: Yardstick): Sell {
  return async () => {
    const connection = await world.admin.getConnection();
    try {
      const sale = describeSale(world, choose());
      if (yardstick === 'protocol') await sellByProtocol(connection, sale);
      else await sellShortest(connection, sale);
    } finally {
      await connection.release();
    }
  };
}

interface RawSale {
  id: string;
  inventario: string;
  ventas: string;
  sellerId: number;
  lines: ReturnType<ChooseLines>;
}

function describeSale({ databases, sellerId }: World, lines: RawSale['lines']): RawSale {
  return { id: randomUUID(), ...databases, sellerId, lines };
}

async function sellShortest(connection: PoolConnection, sale: RawSale): Promise<void> {
  await connection.query('START TRANSACTION');
  const items = await takeStock(connection, sale);
  await writeSale(connection, sale, items);
  await connection.query('COMMIT');
}

async function sellByProtocol(connection: PoolConnection, sale: RawSale): Promise<void> {
  const { id, inventario, ventas } = sale;
  const hash = '0'.repeat(64);
  await connection.query(
    `INSERT INTO ${ventas}.SaleAttempt (id, scope, idempotencyKey, attempt, requestHash, decision,
       createdAt, validUntil)
     VALUES (?, 'raw', ?, 1, ?, 'OPEN', NOW(3), NOW(3) + INTERVAL 8 SECOND)`,
    [id, id, hash],
  );

  await connection.query('START TRANSACTION');
  const items = await takeStock(connection, sale);
  await connection.query(
    // Confirmed at once, or the running services would ask about it.
    `INSERT INTO ${inventario}.Reservation (id, status, requestHash, createdAt, resolvedAt)
     VALUES (?, 'CONFIRMED', ?, NOW(3), NOW(3))`,
    [id, hash],
  );
  const lines = items.map(({ product, quantity }) => [
    ...[id, product.id, quantity, product.priceCentimos],
  ]);
  await connection.query(
    `INSERT INTO ${inventario}.ReservationLine (reservationId, productId, quantity,
       unitPriceCentimos) VALUES ${lines.map(() => '(?, ?, ?, ?)').join(', ')}`,
    lines.flat(),
  );
  await connection.query('COMMIT');

  await connection.query('START TRANSACTION');
  await connection.query(
    `UPDATE ${ventas}.SaleAttempt SET decision = 'COMMITTED', decidedAt = NOW(3)
      WHERE id = ? AND decision = 'OPEN'`,
    [id],
  );
  await writeSale(connection, sale, items);
  const units = items.map(({ product, quantity }) => [product.id, quantity]);
  await connection.query(
    `INSERT INTO ${ventas}.ProductSales (productId, unitsSold, lastSoldAt)
     VALUES ${units.map(() => '(?, ?, NOW(3))').join(', ')}
     ON DUPLICATE KEY UPDATE unitsSold = unitsSold + VALUES(unitsSold), lastSoldAt = NOW(3)`,
    units.flat(),
  );
  // Far in the future and for nobody: the running services must not send it.
  await connection.query(
    `INSERT INTO ${ventas}.Outbox (attemptId, kind, nextTryAt)
     VALUES (?, 'CONFIRM', NOW(3) + INTERVAL 1 DAY)`,
    [id],
  );
  await connection.query('COMMIT');
}

async function takeStock(
  connection: PoolConnection,
  { id, inventario, lines }: RawSale,
): Promise<Item[]> {
  const ids = lines.map(({ productId }) => productId);
  const products: ProductRow[] = await connection.query(
    `SELECT id, sku, name, priceCentimos, available, lastSeq FROM ${inventario}.Product
      WHERE id IN (?) ORDER BY id FOR UPDATE`,
    [ids],
  );
  const items = products.map((product, index) => {
    const quantity = lines.find(({ productId }) => productId === product.id)?.quantity ?? 0;
    if (quantity > product.available) throw new Error('out of stock');
    return { product, quantity, index, total: quantity * product.priceCentimos };
  });
  const whens = items.map(() => 'WHEN ? THEN ?').join(' ');
  await connection.query(
    `UPDATE ${inventario}.Product SET available = CASE id ${whens} END, lastSeq = lastSeq + 1
      WHERE id IN (?)`,
    [...items.flatMap(({ product, quantity }) => [product.id, product.available - quantity]), ids],
  );
  const movements = items.map(({ product, quantity }) => [
    ...[product.id, product.lastSeq + 1, -quantity, product.available - quantity, id],
  ]);
  await connection.query(
    `INSERT INTO ${inventario}.StockMovement
       (productId, seq, delta, availableAfter, reference, kind, occurredAt)
     VALUES ${movements.map(() => "(?, ?, ?, ?, ?, 'SALE', NOW(3))").join(', ')}`,
    movements.flat(),
  );
  return items;
}

async function writeSale(
  connection: PoolConnection,
  { id, ventas, sellerId }: RawSale,
  items: readonly Item[],
): Promise<void> {
  const total = items.reduce((sum, item) => sum + item.total, 0);
  const { baseCentimos, taxCentimos } = splitTax(total, IGV_BASIS_POINTS);
  await connection.query(
    `INSERT INTO ${ventas}.Sale (id, scope, idempotencyKey, sellerId, sellerName, subtotalCentimos,
       taxCentimos, discountCentimos, totalCentimos, createdAt)
     VALUES (?, 'raw', ?, ?, 'Vendedor', ?, ?, 0, ?, NOW(3))`,
    [id, id, sellerId, baseCentimos, taxCentimos, total],
  );
  const rows = items.map(({ product, quantity, index, total: lineTotal }) => {
    const tax = splitTax(lineTotal, IGV_BASIS_POINTS);
    return [
      ...[id, index + 1, product.id, product.sku, product.name, quantity, product.priceCentimos],
      ...[IGV_BASIS_POINTS, tax.baseCentimos, tax.taxCentimos, lineTotal],
    ];
  });
  await connection.query(
    `INSERT INTO ${ventas}.SaleItem (saleId, lineNumber, productId, sku, productName, quantity,
       unitPriceCentimos, taxRateBasisPoints, baseCentimos, taxCentimos, totalCentimos)
     VALUES ${rows.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
    rows.flat(),
  );
}

interface ProductRow {
  id: number;
  sku: string;
  name: string;
  priceCentimos: number;
  available: number;
  lastSeq: number;
}

interface Item {
  product: ProductRow;
  quantity: number;
  index: number;
  total: number;
}
