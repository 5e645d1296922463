import type { Database } from '../../../common/database/database.ts';
import type { Log } from '../../../common/log/log.ts';
import type { InventarioClient } from '../inventario-client/inventario-client.ts';
import {
  buryMessages,
  type ClaimedMessage,
  claimMessages,
  deleteMessages,
  postponeMessages,
} from './outbox-store.ts';

export interface DispatchDeps {
  database: Database;
  inventario: Pick<InventarioClient, 'settle'>;
  log: Log;
}

const MAX_MESSAGES = 256;
const MIN_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;

/**
 * Tells inventario what was decided, at least once, until it acknowledges: a message that is sent
 * twice, or by two processes, changes nothing the second time. Runs until nothing more is due.
 */
export async function dispatchOutbox(deps: DispatchDeps): Promise<void> {
  for (;;) {
    const claimed = await deps.database.transaction((sql) => claimMessages(sql, MAX_MESSAGES));
    for (const kind of ['CONFIRM', 'RELEASE'] as const) {
      await send(
        deps,
        kind,
        claimed.filter((message) => message.kind === kind),
      );
    }
    if (claimed.length < MAX_MESSAGES) return;
  }
}

async function send(
  { database, inventario, log }: DispatchDeps,
  kind: ClaimedMessage['kind'],
  messages: readonly ClaimedMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  const ids = messages.map(({ attemptId }) => attemptId);
  try {
    const settlements = await inventario.settle(kind, ids);
    const refused = settlements.filter(({ acknowledged }) => !acknowledged);
    for (const { id, status } of refused) log.error('outbox.alarm', { saleId: id, kind, status });
    await buryMessages(
      database,
      refused.map(({ id }) => id),
    );
    await deleteMessages(
      database,
      settlements.filter(({ acknowledged }) => acknowledged).map(({ id }) => id),
    );
  } catch (error) {
    log.warn('outbox.postponed', { kind, messages: ids.length, error });
    await postponeMessages(database, ids, pauseAfter(messages));
  }
}

/** Doubles with every try, so that inventario is not pressed while it comes back. */
function pauseAfter(messages: readonly ClaimedMessage[]): number {
  const tries = Math.min(...messages.map((message) => message.tries));
  return Math.min(MIN_PAUSE_MS * 2 ** (tries - 1), MAX_PAUSE_MS);
}
