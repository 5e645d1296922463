import { randomUUID } from 'node:crypto';
import type { PoolConnection } from 'mariadb';
import { splitTax } from '../subgraphs/ventas/sales/tax.ts';
import type { ChooseLines, Sell } from './sale-clients.ts';
import type { World } from './world.ts';

/*
 * The yardstick: the same sale as hand-written SQL, one transaction per sale over both databases
 * in this process, without HTTP, GraphQL, idempotency, reservation or recovery.
 */

/** Makes sales one by one, each on a connection of its own. */
export function rawClient({ admin, databases, sellerId }: World, choose: ChooseLines): Sell {
  return async () => {
    const lines = choose();
    const connection = await admin.getConnection();
    try {
      await sellOnce(connection, { databases, sellerId, lines });
    } finally {
      await connection.release();
    }
  };
}

type RawSale = Pick<World, 'databases' | 'sellerId'> & { lines: ReturnType<ChooseLines> };

async function sellOnce(connection: PoolConnection, sale: RawSale): Promise<void> {
  const { inventario, ventas } = sale.databases;
  const id = randomUUID();
  const ids = sale.lines.map(({ productId }) => productId);
  await connection.query('START TRANSACTION');
  const products = await connection.query(
    `SELECT id, sku, name, priceCentimos, available, lastSeq FROM ${inventario}.Product
      WHERE id IN (?) ORDER BY id FOR UPDATE`,
    [ids],
  );
  const items = products.map((product: ProductRow, index: number) => {
    const quantity = sale.lines.find(({ productId }) => productId === product.id)?.quantity ?? 0;
    if (quantity > product.available) throw new Error('out of stock');
    return { product, quantity, index, total: quantity * product.priceCentimos };
  });
  const whens = items.map(() => 'WHEN ? THEN ?').join(' ');
  await connection.query(
    `UPDATE ${inventario}.Product SET available = CASE id ${whens} END,
       lastSeq = lastSeq + 1 WHERE id IN (?)`,
    [
      ...items.flatMap(({ product, quantity }: Item) => [product.id, product.available - quantity]),
      ids,
    ],
  );
  const movements = items.map(({ product, quantity }: Item) => [
    ...[product.id, product.lastSeq + 1, -quantity, product.available - quantity, id],
  ]);
  await connection.query(
    `INSERT INTO ${inventario}.StockMovement
       (productId, seq, delta, availableAfter, reference, kind, occurredAt)
     VALUES ${movements.map(() => "(?, ?, ?, ?, ?, 'SALE', NOW(3))").join(', ')}`,
    movements.flat(),
  );
  const total = items.reduce((sum: number, item: Item) => sum + item.total, 0);
  const { baseCentimos, taxCentimos } = splitTax(total);
  await connection.query(
    `INSERT INTO ${ventas}.Sale (id, scope, idempotencyKey, sellerId, subtotalCentimos,
       taxCentimos, discountCentimos, totalCentimos, createdAt)
     VALUES (?, 'raw', ?, ?, ?, ?, 0, ?, NOW(3))`,
    [id, id, sale.sellerId, baseCentimos, taxCentimos, total],
  );
  const rows = items.map(({ product, quantity, index, total: lineTotal }: Item) => {
    const tax = splitTax(lineTotal);
    const { id: productId, sku, name, priceCentimos } = product;
    return [
      ...[id, index + 1, productId, sku, name, quantity, priceCentimos, 1800],
      ...[tax.baseCentimos, tax.taxCentimos, lineTotal],
    ];
  });
  await connection.query(
    `INSERT INTO ${ventas}.SaleItem (saleId, lineNumber, productId, sku, productName, quantity,
       unitPriceCentimos, taxRateBasisPoints, baseCentimos, taxCentimos, totalCentimos)
     VALUES ${rows.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
    rows.flat(),
  );
  await connection.query('COMMIT');
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
