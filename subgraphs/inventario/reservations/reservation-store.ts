import { CLOCK, clockOf, isOlderThan } from '../../../common/subgraph/database/clock.ts';
import {
  placeholders,
  type Query,
  type Sql,
  type Statement,
} from '../../../common/subgraph/database/sql.ts';
import { type RowOf, select } from '../../../common/subgraph/database/table.ts';
import { lockProducts, productsById } from '../stock/stock-store.ts';
import { RESERVATION, RESERVATION_LINE } from '../tables.ts';
import type { ReservationLine, ReservationState, StockBatch } from './stock-batch.ts';

/** The rows that jobs need to see, and keep others from changing. */
export interface RowsToLock {
  reservationIds: readonly string[];
  productIds: readonly number[];
  /** Whether holds may end: then their lines are read, and their products locked too. */
  mayRelease: boolean;
}

/**
 * Locks reservations in the order of their ids, then products in the order of theirs: with a
 * single round trip when all of them are known beforehand.
 */
export async function lockBatch(sql: Sql, rows: RowsToLock): Promise<StockBatch> {
  const reservationLock = lockReservations(rows.reservationIds);
  if (!rows.mayRelease) {
    const [found, products, clock] = await sql.script([
      reservationLock,
      lockProducts(rows.productIds),
      CLOCK,
    ]);
    return batchOf({ found, linesById: new Map(), products, clock });
  }
  const found = await sql.query(reservationLock);
  const held = found.filter(({ status }) => status === 'HELD');
  const linesById = await findLines(
    sql,
    held.map(({ id }) => id),
  );
  const heldProductIds = [...linesById.values()].flat().map(({ productId }) => productId);
  const productLock = lockProducts([...rows.productIds, ...heldProductIds]);
  // The time after the wait for a hot product: a hold is judged by the moment it is made.
  const [products, clock] = await sql.script([productLock, CLOCK]);
  return batchOf({ found, linesById, products, clock });
}

const LOCKED_COLUMNS = ['id', 'status', 'requestHash', 'outcome', 'validUntil'] as const;

type LockedRow = Pick<RowOf<typeof RESERVATION>, (typeof LOCKED_COLUMNS)[number]>;

function lockReservations(ids: readonly string[]): Query<LockedRow> {
  return select(RESERVATION, LOCKED_COLUMNS, 'WHERE id IN (?) ORDER BY id FOR UPDATE', [
    [...new Set(ids)],
  ]);
}

interface ReadRows {
  found: readonly LockedRow[];
  linesById: ReadonlyMap<string, ReservationLine[]>;
  products: Parameters<typeof productsById>[0];
  clock: Parameters<typeof clockOf>[0];
}

function batchOf({ found, linesById, products, clock }: ReadRows): StockBatch {
  const states = found.map((row): ReservationState => {
    return { ...row, lines: linesById.get(row.id) ?? [], change: 'none' };
  });
  return {
    now: clockOf(clock),
    reservations: new Map(states.map((state) => [state.id, state])),
    products: productsById(products),
    movements: [],
  };
}

async function findLines(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, ReservationLine[]>> {
  if (ids.length === 0) return new Map();
  const columns = ['reservationId', 'productId', 'quantity', 'unitPriceCentimos'] as const;
  const rows = await sql.query(
    select(RESERVATION_LINE, columns, 'WHERE reservationId IN (?)', [ids]),
  );
  return Map.groupBy(rows, ({ reservationId }) => reservationId);
}

/**
 * Writes what the batch decided. A duplicate key (1062) means that another transaction was first
 * with an id: the caller begins again and reads it.
 */
export function writeReservations(reservations: Iterable<ReservationState>): Statement[] {
  const all = [...reservations];
  const updated = all.filter(({ change }) => change === 'updated');
  const updates = [...Map.groupBy(updated, ({ status }) => status)].map(([status, group]) => ({
    sql: 'UPDATE Reservation SET status = ?, resolvedAt = NOW(3) WHERE id IN (?)',
    values: [status, group.map(({ id }) => id)],
  }));
  return [...insertReservations(all.filter(({ change }) => change === 'inserted')), ...updates];
}

function insertReservations(inserted: readonly ReservationState[]): Statement[] {
  if (inserted.length === 0) return [];
  const rows = inserted.map(({ id, status, requestHash, outcome, validUntil }) => {
    return [id, status, requestHash, outcome && JSON.stringify(outcome), validUntil];
  });
  const resolvedAt = "IF(status = 'HELD', NULL, NOW(3))";
  const sql = `INSERT INTO Reservation
      (id, status, requestHash, outcome, validUntil, createdAt, resolvedAt)
    VALUES ${placeholders(rows, `NOW(3), ${resolvedAt}`)}`;
  return [{ sql, values: rows.flat() }, ...insertLines(inserted)];
}

function insertLines(inserted: readonly ReservationState[]): Statement[] {
  const rows = inserted.flatMap(({ id, lines }) =>
    lines.map((line) => [id, line.productId, line.quantity, line.unitPriceCentimos]),
  );
  if (rows.length === 0) return [];
  const sql = `INSERT INTO ReservationLine (reservationId, productId, quantity, unitPriceCentimos)
    VALUES ${placeholders(rows)}`;
  return [{ sql, values: rows.flat() }];
}

/** @returns ids of holds that are older than so many seconds by the database's clock */
export async function findOldHolds(sql: Sql, seconds: number, limit: number): Promise<string[]> {
  const rows = await sql.query(
    select(
      RESERVATION,
      ['id'],
      `WHERE status = 'HELD' AND ${isOlderThan('createdAt', seconds)}
        ORDER BY createdAt LIMIT ?`,
      [limit],
    ),
  );
  return rows.map(({ id }) => id);
}

/**
 * Deletes refusals that nobody can ask for any more: rejected, or released, long ago. Their ledger
 * lines stay.
 * @returns their number
 */
export async function purgeRefusals(sql: Sql, olderThanDays: number): Promise<number> {
  const old = await sql.query(
    select(
      RESERVATION,
      ['id'],
      `WHERE status IN ('RELEASED', 'REJECTED') AND createdAt < NOW(3) - INTERVAL ? DAY
        AND resolvedAt < NOW(3) - INTERVAL ? DAY
        LIMIT 1000`,
      [olderThanDays, olderThanDays],
    ),
  );
  const ids = old.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await sql.execute('DELETE FROM ReservationLine WHERE reservationId IN (?)', [ids]);
  return sql.execute('DELETE FROM Reservation WHERE id IN (?)', [ids]);
}
