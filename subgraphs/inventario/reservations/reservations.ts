import { type Batcher, createBatcher } from '../../../common/subgraph/batch/batcher.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import type { ReservationAnswer, ReservationRequest, Settlement } from './reservation.ts';
import { runStockJobs, type StockJob, type StockJobResult } from './run-stock-jobs.ts';

/** The one way to hold, confirm and release stock: what arrives at the same time goes together. */
export interface Reservations {
  /** `now`: the database's clock when it was decided. */
  reserve(request: ReservationRequest): Promise<{ answer: ReservationAnswer; now: Date }>;
  settle(kind: 'confirm' | 'release', id: string): Promise<Settlement>;
}

/** The approximate size of a job in a statement, in bytes: without its lines, and for each line. */
const JOB_BYTES = 400;
const LINE_BYTES = 200;

export function createReservations(database: Database): Reservations {
  const batcher: Batcher<StockJob, StockJobResult> = createBatcher({
    run: (jobs) => runStockJobs(database, jobs),
    weigh: (job) => {
      const lines = job.kind === 'reserve' ? job.request.lines.length : 1;
      return { lines, bytes: JOB_BYTES + lines * LINE_BYTES };
    },
  });
  return {
    async reserve(request) {
      const result = await batcher.add({ kind: 'reserve', request });
      if (result.kind !== 'reserve') throw new Error('A reserve was answered as a settlement');
      return result;
    },
    async settle(kind, id) {
      const result = await batcher.add({ kind, id });
      if (result.kind === 'reserve') throw new Error('A settlement was answered as a reserve');
      return result.settlement;
    },
  };
}
