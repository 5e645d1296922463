import type { Log } from '../../../common/process/log/log.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import { failpoint } from '../../../common/subgraph/failpoint/failpoint.ts';
import { MAX_INTERNAL_LIST } from '../../../common/values/internal-list.ts';
import { findOldHolds, purgeRefusals } from './reservation-store.ts';
import type { Reservations } from './reservations.ts';
import type { VentasClient } from './ventas-client.ts';

/** A hold that is older than this has been forgotten by somebody: ventas is asked about it. */
const OLD_HOLD_SECONDS = 10;

export interface SweepDeps {
  database: Database;
  reservations: Reservations;
  ventas: VentasClient;
  log: Log;
}

/**
 * Ends holds that nobody has confirmed or released, as ventas decided. Age only says whom to ask
 * about: while ventas does not answer, or has not decided, the hold stays.
 */
export async function sweepHolds(deps: SweepDeps): Promise<void> {
  const { database, reservations, ventas, log } = deps;
  const ids = await findOldHolds(database, OLD_HOLD_SECONDS, MAX_INTERNAL_LIST);
  if (ids.length === 0) return;
  const decisionById = await ventas.settleSales(ids);
  failpoint('inventario.sweep.asked');
  const settlements = await Promise.allSettled(
    ids.flatMap((id) => {
      const decision = decisionById.get(id);
      if (decision === 'COMMITTED') return [reservations.settle('confirm', id)];
      return decision === 'ABORTED' ? [reservations.settle('release', id)] : [];
    }),
  );
  const failed = settlements.filter((settlement) => settlement.status === 'rejected');
  log.warn('reservation.swept', { found: ids.length, ended: settlements.length - failed.length });
  // Its neighbours are ended all the same.
  if (failed[0]) throw failed[0].reason;
}

/** Refusals are kept this long: far beyond any retry of the sale that they refuse. */
const KEEP_REFUSALS_DAYS = 7;

/** Deletes what nobody can ask about any more. */
export async function purgeOldRefusals(database: Database, log: Log): Promise<void> {
  const purged = await purgeRefusals(database, KEEP_REFUSALS_DAYS);
  if (purged > 0) log.info('reservation.purged', { purged });
}
