import type { World } from './world.ts';

const CHUNK = 50_000;
const PLENTY = 900_000_000;

/**
 * Fills the databases with many products, each with its ledger line, and as many past sales of
 * one line with their attempts and reservations, as years of business leave them.
 * @returns the ids of all products
 */
export async function fillWithHistory(world: World, count: number): Promise<number[]> {
  const { admin, databases, sellerId } = world;
  const { inventario, ventas } = databases;
  for (let from = 0; from < count; from += CHUNK) {
    const numbers = `seq_${from + 1}_to_${from + CHUNK}`;
    await admin.query(
      `INSERT INTO ${inventario}.Product (sku, name, priceCentimos, available, lastSeq)
       SELECT CONCAT('OLD-', seq), CONCAT('Producto ', seq), 1990, ${PLENTY}, 1 FROM ${numbers}`,
    );
    await insertSales({ admin, inventario, ventas, numbers, sellerId });
  }
  await admin.query(
    `INSERT INTO ${inventario}.StockMovement
       (productId, seq, kind, delta, availableAfter, occurredAt)
     SELECT id, 1, 'INITIAL', available, available, NOW(3)
       FROM ${inventario}.Product WHERE sku LIKE 'OLD-%'`,
  );
  const rows: { id: number }[] = await admin.query(`SELECT id FROM ${inventario}.Product`);
  return rows.map(({ id }) => id);
}

type Chunk = Pick<World, 'admin' | 'sellerId'> &
  Record<'inventario' | 'ventas' | 'numbers', string>;

async function insertSales(chunk: Chunk): Promise<void> {
  const { admin, inventario, ventas, numbers, sellerId } = chunk;
  const id = `LOWER(CONCAT('01900000-', LPAD(HEX(seq DIV 65536), 4, '0'), '-7000-8000-',
    LPAD(HEX(seq), 12, '0')))`;
  const hash = '0'.repeat(64);
  const then = 'NOW(3) - INTERVAL seq SECOND';
  await admin.query(
    `INSERT INTO ${ventas}.SaleAttempt (id, scope, idempotencyKey, attempt, requestHash, decision,
       validUntil, createdAt, decidedAt)
     SELECT ${id}, 'staff', ${id}, 1, '${hash}', 'COMMITTED', ${then}, ${then}, ${then}
       FROM ${numbers}`,
  );
  await admin.query(
    `INSERT INTO ${ventas}.Sale (id, scope, idempotencyKey, sellerId, sellerName, subtotalCentimos,
       taxCentimos, discountCentimos, totalCentimos, createdAt)
     SELECT ${id}, 'staff', ${id}, ${sellerId}, 'Vendedor', 1686, 304, 0, 1990, ${then}
       FROM ${numbers}`,
  );
  await admin.query(
    `INSERT INTO ${ventas}.SaleItem (saleId, lineNumber, productId, sku, productName, quantity,
       unitPriceCentimos, taxRateBasisPoints, baseCentimos, taxCentimos, totalCentimos)
     SELECT ${id}, 1, seq, CONCAT('OLD-', seq), 'Producto', 1, 1990, 1800, 1686, 304, 1990
       FROM ${numbers}`,
  );
  await admin.query(
    `INSERT INTO ${inventario}.Reservation (id, status, requestHash, createdAt, resolvedAt)
     SELECT ${id}, 'CONFIRMED', '${hash}', ${then}, ${then} FROM ${numbers}`,
  );
}
