import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { type Check, type Finding, MAX_FINDINGS } from './invariant-check.ts';

// The two databases share no snapshot, so the order of reading is what makes these checks right
// while shops sell: a commitment is read before its reservation, which was there first and stays;
// a confirmation is read before its commitment, for the same reason.

export interface BothDatabases {
  readonly inventario: Sql;
  readonly ventas: Sql;
}

const BATCH_SIZE = 5_000;

/**
 * What was sold or held, as one text, whatever the order and the split of the lines: units, a
 * checksum of units per product, and céntimos.
 */
const CONTENTS = `CONCAT(SUM(quantity), ' units, checksum ', SUM(quantity * CRC32(productId)), ', ',
  SUM(quantity * unitPriceCentimos), ' céntimos')`;

interface IdRange {
  /** Exclusive. */
  readonly after: string;
  /** Inclusive. */
  readonly to: string;
}

interface CommittedRow {
  id: string;
  requestHash: string | null;
}

interface ReservationRow extends CommittedRow {
  status: string;
}

interface ContentsRow {
  id: string;
  contents: string;
}

/** I3: reads ventas first. */
export function committedIsHeld({ inventario, ventas }: BothDatabases): Check {
  const findIn = async (committed: readonly CommittedRow[], range: IdRange) => {
    const sold = await soldContents(ventas, range);
    const reservations = await reservationsIn(inventario, range);
    const held = await heldContents(inventario, range);
    return committed.flatMap(({ id, requestHash }) => {
      const reservation = reservations.get(id);
      const message =
        reservationFlaw(reservation, requestHash) ??
        contentsFlaw({ sold: sold.get(id), held: held.get(id) });
      return message === null ? [] : [{ subject: `attempt ${id}`, message }];
    });
  };
  const nextBatch = (after: string) =>
    ventas.query<CommittedRow>(
      `SELECT id, requestHash FROM SaleAttempt FORCE INDEX (PRIMARY)
       WHERE id > ? AND decision = 'COMMITTED' ORDER BY id LIMIT ${BATCH_SIZE}`,
      [after],
    );
  return { invariant: 'I3', find: () => findInBatches(nextBatch, findIn) };
}

/** I4: reads inventario first. */
export function confirmedIsCommitted({ inventario, ventas }: BothDatabases): Check {
  const findIn = async (confirmed: readonly { id: string }[], range: IdRange) => {
    const rows = await ventas.query<{ id: string; decision: string }>(
      'SELECT id, decision FROM SaleAttempt FORCE INDEX (PRIMARY) WHERE id > ? AND id <= ?',
      [range.after, range.to],
    );
    const decisionById = new Map(rows.map(({ id, decision }) => [id, decision]));
    return confirmed.flatMap(({ id }) => {
      const decision = decisionById.get(id) ?? 'unknown';
      if (decision === 'COMMITTED') return [];
      return [
        { subject: `reservation ${id}`, message: `is CONFIRMED, its attempt is ${decision}` },
      ];
    });
  };
  const nextBatch = (after: string) =>
    inventario.query<{ id: string }>(
      `SELECT id FROM Reservation FORCE INDEX (PRIMARY)
       WHERE id > ? AND status = 'CONFIRMED' ORDER BY id LIMIT ${BATCH_SIZE}`,
      [after],
    );
  return { invariant: 'I4', find: () => findInBatches(nextBatch, findIn) };
}

/** Walks through a table by id, so that neither database holds a snapshot for long. */
async function findInBatches<Row extends { id: string }>(
  nextBatch: (after: string) => Promise<Row[]>,
  findIn: (batch: readonly Row[], range: IdRange) => Promise<Finding[]>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (let after = ''; findings.length < MAX_FINDINGS; ) {
    const batch = await nextBatch(after);
    const to = batch.at(-1)?.id;
    if (to === undefined) break;
    findings.push(...(await findIn(batch, { after, to })));
    after = to;
  }
  return findings.slice(0, MAX_FINDINGS);
}

async function reservationsIn(inventario: Sql, { after, to }: IdRange) {
  const rows = await inventario.query<ReservationRow>(
    `SELECT id, status, requestHash FROM Reservation FORCE INDEX (PRIMARY)
     WHERE id > ? AND id <= ?`,
    [after, to],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function soldContents(ventas: Sql, { after, to }: IdRange) {
  const rows = await ventas.query<ContentsRow>(
    `SELECT saleId AS id, ${CONTENTS} AS contents FROM SaleItem
     WHERE saleId > ? AND saleId <= ? GROUP BY saleId`,
    [after, to],
  );
  return new Map(rows.map(({ id, contents }) => [id, contents]));
}

async function heldContents(inventario: Sql, { after, to }: IdRange) {
  const rows = await inventario.query<ContentsRow>(
    `SELECT reservationId AS id, ${CONTENTS} AS contents FROM ReservationLine
     WHERE reservationId > ? AND reservationId <= ? GROUP BY reservationId`,
    [after, to],
  );
  return new Map(rows.map(({ id, contents }) => [id, contents]));
}

function reservationFlaw(
  reservation: ReservationRow | undefined,
  requestHash: string | null,
): string | null {
  if (reservation === undefined) return 'is COMMITTED but has no reservation';
  if (reservation.status !== 'HELD' && reservation.status !== 'CONFIRMED') {
    return `is COMMITTED but its reservation is ${reservation.status}`;
  }
  if (requestHash === null || reservation.requestHash !== requestHash) {
    return 'is COMMITTED but its reservation has another request hash';
  }
  return null;
}

/** A sale without items is reported under I7, so it is no concern here. */
function contentsFlaw({ sold, held }: { sold?: string | undefined; held?: string | undefined }) {
  if (sold === undefined || sold === held) return null;
  return `sold ${sold}; its reservation has ${held ?? 'no lines'}`;
}
