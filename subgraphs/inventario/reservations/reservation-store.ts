import { CLOCK, clockOf } from '../../../common/database/clock.ts';
import { placeholders, type Sql, type Statement } from '../../../common/database/sql.ts';
import type { ReservationOutcome } from './reservation.ts';
import type { ReservationLine, ReservationState } from './stock-batch.ts';

type ReservationRow = Pick<ReservationState, 'id' | 'status' | 'requestHash' | 'validUntil'> & {
  outcome: string | ReservationOutcome | null;
};

/** Reservations that are locked, by id, and what time it is at the database. */
export interface LockedReservations {
  reservations: Map<string, ReservationState>;
  now: Date;
}

/** Locks reservations in the order of their ids, with the lines of those that are held. */
export async function lockReservations(
  sql: Sql,
  ids: Iterable<string>,
): Promise<LockedReservations> {
  const lock = `SELECT id, status, requestHash, outcome, validUntil
      FROM Reservation WHERE id IN (?) ORDER BY id FOR UPDATE`;
  const [rows = [], clock] = await sql.script([{ sql: lock, values: [[...new Set(ids)]] }, CLOCK]);
  const found = rows as ReservationRow[];
  const held = found.filter(({ status }) => status === 'HELD').map(({ id }) => id);
  const linesById = await findLines(sql, held);
  const states = found.map((row): ReservationState => {
    const lines = linesById.get(row.id) ?? [];
    return { ...row, outcome: readOutcome(row.outcome), lines, change: 'none' };
  });
  return { now: clockOf(clock), reservations: new Map(states.map((state) => [state.id, state])) };
}

/** MariaDB stores JSON as text and the driver may leave it so; MySQL's JSON arrives parsed. */
function readOutcome(outcome: ReservationRow['outcome']): ReservationOutcome | null {
  return typeof outcome === 'string' ? JSON.parse(outcome) : outcome;
}

async function findLines(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, ReservationLine[]>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<ReservationLine & { reservationId: string }>(
    `SELECT reservationId, productId, quantity, unitPriceCentimos
       FROM ReservationLine WHERE reservationId IN (?)`,
    [ids],
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

/** @returns ids of holds that are older than `ageMs` by the database's clock, oldest first */
export async function findOldHolds(sql: Sql, ageMs: number, limit: number): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT id FROM Reservation
      WHERE status = 'HELD' AND createdAt < NOW(3) - INTERVAL ? MICROSECOND
      ORDER BY createdAt LIMIT ?`,
    [ageMs * 1_000, limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Deletes refusals that nobody can ask for any more: rejected, or released, long ago. Their ledger
 * lines stay.
 * @returns how many
 */
export async function purgeRefusals(sql: Sql, olderThanDays: number): Promise<number> {
  const old = await sql.query<{ id: string }>(
    `SELECT id FROM Reservation
      WHERE status IN ('RELEASED', 'REJECTED') AND createdAt < NOW(3) - INTERVAL ? DAY
        AND resolvedAt < NOW(3) - INTERVAL ? DAY
      LIMIT 1000`,
    [olderThanDays, olderThanDays],
  );
  const ids = old.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await sql.execute('DELETE FROM ReservationLine WHERE reservationId IN (?)', [ids]);
  return sql.execute('DELETE FROM Reservation WHERE id IN (?)', [ids]);
}
