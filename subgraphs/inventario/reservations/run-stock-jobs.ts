import type { Database } from '../../../common/subgraph/database/database.ts';
import { isDuplicateKey, type TransactionSql } from '../../../common/subgraph/database/sql.ts';
import { failpointOfAny } from '../../../common/subgraph/failpoint/failpoint.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import { insertMovements, updateStock } from '../stock/stock-store.ts';
import type { ReservationAnswer, ReservationRequest, Settlement } from './reservation.ts';
import { lockBatch, writeReservations } from './reservation-store.ts';
import { confirm, release, reserve } from './reserve-stock.ts';
import type { StockBatch } from './stock-batch.ts';

/** Something to do with reservations; a list of them is one transaction. */
export type StockJob =
  | { kind: 'reserve'; request: ReservationRequest }
  | { kind: 'confirm'; id: string }
  | { kind: 'release'; id: string };

/** The outcome of a job, in the place of the job. */
export type StockJobResult =
  /** `now`: the database's clock. */
  | { kind: 'reserve'; answer: ReservationAnswer; now: Date }
  | { kind: 'confirm' | 'release'; settlement: Settlement };

const MAX_REPEATS = 3;

/**
 * Does a list of jobs in one transaction, with the one lock order of the whole system:
 * reservations by id, products by id, inserts, and the stock update last, so that the row of a hot
 * product is written once and late.
 */
export async function runStockJobs(
  database: Database,
  jobs: readonly StockJob[],
): Promise<StockJobResult[]> {
  failpointOfAny(jobs, ({ kind }) => `inventario.${kind}.before`);
  for (let repeats = 0; ; repeats++) {
    try {
      const results = await database.transaction((sql) => runInTransaction(sql, jobs));
      failpointOfAny(jobs, ({ kind }) => `inventario.${kind}.after`);
      return results;
    } catch (error) {
      // Another transaction has just inserted one of our ids: begin again, and find its row.
      if (!isDuplicateKey(error) || repeats === MAX_REPEATS) throw error;
    }
  }
}

async function runInTransaction(
  sql: TransactionSql,
  jobs: readonly StockJob[],
): Promise<StockJobResult[]> {
  const batch = await lockBatch(sql, {
    reservationIds: jobs.flatMap(reservationIdsOf),
    productIds: jobs.flatMap(productIdsOf),
    mayRelease: jobs.some(mayRelease),
  });

  const results = jobs.map((job) => runJob(batch, job));

  const moved = new Set(batch.movements.map(({ productId }) => productId));
  failpointOfAny(jobs, ({ kind }) => `inventario.${kind}.inside`);
  await sql.commitWith([
    ...writeReservations(batch.reservations.values()),
    ...insertMovements(batch.movements),
    ...updateStock([...batch.products.values()].filter(({ id }) => moved.has(id))),
  ]);
  return results;
}

function runJob(batch: StockBatch, job: StockJob): StockJobResult {
  switch (job.kind) {
    case 'reserve':
      return { kind: job.kind, answer: reserve(batch, job.request), now: batch.now };
    case 'confirm':
      return { kind: job.kind, settlement: confirm(batch, job.id) };
    case 'release':
      return { kind: job.kind, settlement: release(batch, job.id) };
  }
}

function reservationIdsOf(job: StockJob): string[] {
  return job.kind === 'reserve' ? [job.request.id, ...job.request.replaces] : [job.id];
}

function mayRelease(job: StockJob): boolean {
  return job.kind === 'release' || (job.kind === 'reserve' && job.request.replaces.length > 0);
}

function productIdsOf(job: StockJob): number[] {
  if (job.kind !== 'reserve') return [];
  return job.request.lines.flatMap(({ productId }) => parseRowId(productId) ?? []);
}
