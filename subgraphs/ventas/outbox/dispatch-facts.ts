import type { Log } from '../../../common/process/log/log.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import { failpoint } from '../../../common/subgraph/failpoint/failpoint.ts';
import type { InventarioClient } from '../inventario-client/inventario-client.ts';
import { pauseAfter } from './dispatch-outbox.ts';
import {
  buryFacts,
  type ClaimedFact,
  claimFacts,
  deleteFacts,
  findRestocks,
  postponeFacts,
} from './fact-store.ts';

export interface FactDispatcherDeps {
  database: Database;
  inventario: Pick<InventarioClient, 'restock'>;
  log: Log;
}

/** Returns of up to 1,000 lines travel in one call: fewer of them than of plain messages. */
const MAX_FACTS = 20;

/**
 * Tells inventario what came back, at least once, until it acknowledges: a return that is sent
 * twice, or by two processes, is put back once.
 */
export async function sendDueFacts(deps: FactDispatcherDeps): Promise<void> {
  for (let claimed = MAX_FACTS; claimed === MAX_FACTS; ) {
    const due = await deps.database.transaction((sql) => claimFacts(sql, MAX_FACTS));
    if (due.length > 0) await send(deps, due);
    claimed = due.length;
  }
}

async function send(
  { database, inventario, log }: FactDispatcherDeps,
  facts: readonly ClaimedFact[],
): Promise<void> {
  const ids = facts.map(({ id }) => id);
  failpoint('ventas.restock.before');
  try {
    const restocks = await findRestocks(database, ids);
    const { acknowledged, refused } = await inventario.restock(restocks);
    failpoint('ventas.restock.acknowledged');
    for (const id of refused) log.error('fact-outbox.alarm', { returnId: id });
    await buryFacts(database, refused);
    await deleteFacts(database, acknowledged);
    // One without an answer stays leased for a while, and is then due again.
    failpoint('ventas.restock.forgotten');
  } catch (error) {
    log.warn('fact-outbox.postponed', { facts: ids.length, error });
    await postponeFacts(database, ids, pauseAfter(facts));
  }
}
