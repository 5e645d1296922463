import type { PageArguments, PageQuery } from '../../../common/subgraph/database/keyset.ts';
import {
  placeholders,
  type Query,
  type Sql,
  type Statement,
} from '../../../common/subgraph/database/sql.ts';
import {
  column,
  numeric,
  type RowOf,
  select,
  selectAll,
  selectFields,
} from '../../../common/subgraph/database/table.ts';
import type { Connection } from '../../../common/subgraph/graphql/connection.ts';
import { PRODUCT, RESERVATION_LINE, STOCK_MOVEMENT } from '../tables.ts';
import type { LockedProduct, Movement } from './stock-ledger.ts';

/** A row of the table StockMovement. */
export type MovementRow = RowOf<typeof STOCK_MOVEMENT>;
export type MovementPage = Connection<MovementRow>;

/** The number of units of one product. */
export interface StockCount {
  productId: number;
  /** Free to sell. */
  available: number;
  minimum: number;
}

const LOCKED_COLUMNS = [
  'id',
  'sku',
  'name',
  'categoryId',
  'priceCentimos',
  'status',
  'available',
  'lastSeq',
] as const;

/**
 * Locks product rows in the order of their ids, the order that every transaction keeps: run with
 * others, then read with `productsById`.
 */
export function lockProducts(ids: readonly number[]): Query<LockedProduct> {
  return select(PRODUCT, LOCKED_COLUMNS, 'WHERE id IN (?) ORDER BY id FOR UPDATE', [listed(ids)]);
}

/** Reads the same of product rows without a lock: others may change them in the next moment. */
export function readProducts(ids: readonly number[]): Query<Readonly<LockedProduct>> {
  return select(PRODUCT, LOCKED_COLUMNS, 'WHERE id IN (?)', [listed(ids)]);
}

function listed(ids: readonly number[]): number[] {
  // 0 is no product's id: it keeps the list from being empty, which SQL does not allow.
  return [0, ...new Set(ids)];
}

/** @returns the products that exist, by id */
export function productsById(rows: readonly LockedProduct[]): Map<number, LockedProduct> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** Appends to the ledger. */
export function insertMovements(movements: readonly Movement[]): Statement[] {
  if (movements.length === 0) return [];
  const rows = movements.map((movement) => [
    movement.productId,
    movement.seq,
    movement.kind,
    movement.delta,
    movement.availableAfter,
    movement.reason,
    movement.actorId,
    movement.reference,
  ]);
  const sql = `INSERT INTO StockMovement
      (productId, seq, kind, delta, availableAfter, reason, actorId, reference, occurredAt)
    VALUES ${placeholders(rows, 'NOW(3)')}`;
  return [{ sql, values: rows.flat() }];
}

/** Writes the counters of locked products, all in one statement. */
export function updateStock(products: readonly LockedProduct[]): Statement[] {
  if (products.length === 0) return [];
  const cases = products.map(() => 'WHEN ? THEN ?').join(' ');
  const sql = `UPDATE Product
       SET available = CASE id ${cases} ELSE available END,
           lastSeq = CASE id ${cases} ELSE lastSeq END
     WHERE id IN (?)`;
  const values = [
    ...products.flatMap(({ id, available }) => [id, available]),
    ...products.flatMap(({ id, lastSeq }) => [id, lastSeq]),
    products.map(({ id }) => id),
  ];
  return [{ sql, values }];
}

/** @returns units set aside at this moment per product; products without any are left out */
export async function findHeldUnits(
  sql: Sql,
  productIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await sql.query(
    selectFields(
      {
        productId: column(RESERVATION_LINE, 'productId', 'line'),
        held: numeric('SUM(line.quantity)'),
      },
      `FROM Reservation JOIN ReservationLine line ON line.reservationId = Reservation.id
        WHERE Reservation.status = 'HELD' AND line.productId IN (?)
        GROUP BY line.productId`,
      [productIds],
    ),
  );
  return new Map(rows.map(({ productId, held }) => [productId, held]));
}

/** A page of the ledger of a product, newest first. */
export function movementPage(productId: number, page: PageArguments): PageQuery<MovementRow> {
  return {
    table: STOCK_MOVEMENT,
    where: [{ sql: 'productId = ?', values: [productId] }],
    orderBy: [{ column: 'seq', direction: 'DESC', holds: 'integer' }],
    ...page,
  };
}

export async function findMovement(
  sql: Sql,
  productId: number,
  seq: number,
): Promise<MovementRow | null> {
  const [row] = await sql.query(
    selectAll(STOCK_MOVEMENT, 'WHERE productId = ? AND seq = ?', [productId, seq]),
  );
  return row ?? null;
}
