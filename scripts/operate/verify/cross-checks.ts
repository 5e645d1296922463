import type { Sql } from '../../../common/subgraph/database/sql.ts';
import {
  column,
  type RowOf,
  select,
  selectFields,
  type Table,
  text,
} from '../../../common/subgraph/database/table.ts';
import { RESERVATION, RESERVATION_LINE } from '../../../subgraphs/inventario/tables.ts';
import { SALE_ATTEMPT, SALE_ITEM } from '../../../subgraphs/ventas/tables.ts';
import { type Check, type Finding, MAX_FINDINGS } from './invariant-check.ts';

// The two databases share no snapshot, so the order of reading is what makes these checks right
// while shops sell: a commitment is read before its reservation, which was there first and stays;
// a confirmation is read before its commitment, for the same reason.

export interface BothDatabases {
  inventario: Sql;
  ventas: Sql;
}

const BATCH_SIZE = 5_000;

/**
 * The units sold or held, as one text that is the same for every order and split of the lines:
 * units, a checksum of units per product, and céntimos.
 */
const CONTENTS =
  text(`CONCAT(SUM(quantity), ' units, checksum ', SUM(quantity * CRC32(productId)), ', ',
  SUM(quantity * unitPriceCentimos), ' céntimos')`);

const SOLD_LINES = { table: SALE_ITEM, key: 'saleId' } as const;
const HELD_LINES = { table: RESERVATION_LINE, key: 'reservationId' } as const;

/** Ids between two of a walk through a table. */
export interface IdRange {
  /** Exclusive. */
  after: string;
  /** Inclusive. */
  to: string;
}

type CommittedRow = Pick<RowOf<typeof SALE_ATTEMPT>, 'id' | 'requestHash'>;
type ReservationRow = Pick<RowOf<typeof RESERVATION>, 'id' | 'status' | 'requestHash'>;

/** I3: reads ventas first. */
export function committedIsHeld({ inventario, ventas }: BothDatabases): Check {
  const findIn = async (committed: readonly CommittedRow[], range: IdRange) => {
    const sold = await contentsById(ventas, SOLD_LINES, range);
    const reservations = await reservationsIn(inventario, range);
    const held = await contentsById(inventario, HELD_LINES, range);
    return committed.flatMap(({ id, requestHash }) => {
      const reservation = reservations.get(id);
      const message =
        reservationFlaw(reservation, requestHash) ??
        contentsFlaw({ sold: sold.get(id), held: held.get(id) });
      return message === null ? [] : [{ subject: `attempt ${id}`, message }];
    });
  };
  const nextBatch = (after: string) =>
    ventas.query(
      select(
        SALE_ATTEMPT,
        ['id', 'requestHash'],
        `FORCE INDEX (PRIMARY)
         WHERE id > ? AND decision = 'COMMITTED' ORDER BY id LIMIT ${BATCH_SIZE}`,
        [after],
      ),
    );
  return { invariant: 'I3', find: () => findInBatches(nextBatch, findIn) };
}

/** I4: reads inventario first. */
export function confirmedIsCommitted({ inventario, ventas }: BothDatabases): Check {
  const findIn = async (confirmed: readonly { id: string }[], range: IdRange) => {
    const rows = await ventas.query(
      select(SALE_ATTEMPT, ['id', 'decision'], 'FORCE INDEX (PRIMARY) WHERE id > ? AND id <= ?', [
        range.after,
        range.to,
      ]),
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
    inventario.query(
      select(
        RESERVATION,
        ['id'],
        `FORCE INDEX (PRIMARY)
         WHERE id > ? AND status = 'CONFIRMED' ORDER BY id LIMIT ${BATCH_SIZE}`,
        [after],
      ),
    );
  return { invariant: 'I4', find: () => findInBatches(nextBatch, findIn) };
}

/** Walks through a table by id, so that neither database holds a snapshot for long. */
export async function findInBatches<Row extends { id: string }>(
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
  const rows = await inventario.query(
    select(
      RESERVATION,
      ['id', 'status', 'requestHash'],
      'FORCE INDEX (PRIMARY) WHERE id > ? AND id <= ?',
      [after, to],
    ),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** @param key the column that says which sale or reservation a line belongs to */
async function contentsById<Key extends string, Row extends Record<Key, string>>(
  sql: Sql,
  { table, key }: { table: Table<Row>; key: Key & keyof Row & string },
  { after, to }: IdRange,
): Promise<Map<string, string>> {
  const rows = await sql.query(
    selectFields(
      { id: column(table, key), contents: CONTENTS },
      `FROM ${table.name} WHERE ${key} > ? AND ${key} <= ? GROUP BY ${key}`,
      [after, to],
    ),
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
