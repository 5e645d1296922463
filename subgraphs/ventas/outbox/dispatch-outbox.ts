import type { Log } from '../../../common/process/log/log.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import { failpoint } from '../../../common/subgraph/failpoint/failpoint.ts';
import { MAX_INTERNAL_LIST } from '../../../common/values/internal-list.ts';
import type { InventarioClient } from '../inventario-client/inventario-client.ts';
import {
  buryMessages,
  type ClaimedMessage,
  claimMessages,
  deleteMessages,
  LEASE_SECONDS,
  type OutboxMessage,
  postponeMessages,
} from './outbox-store.ts';

export interface DispatcherDeps {
  database: Database;
  inventario: Pick<InventarioClient, 'settle'>;
  log: Log;
}

/** Tells inventario what was decided. */
export interface Dispatcher {
  /** Takes messages that this process has just written, and that are leased to it. */
  take(messages: readonly OutboxMessage[]): void;
  /** Sends what was taken. */
  sendTaken(): Promise<void>;
  /** Sends what is due in the database: what another process has left, or what failed before. */
  sendDue(): Promise<void>;
}

const MIN_PAUSE_MS = 100;
const MAX_PAUSE_MS = LEASE_SECONDS * 1_000;

/**
 * Sends messages at least once, until inventario acknowledges: a message that is sent twice, or by
 * two processes, changes nothing the second time.
 */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  let taken: ClaimedMessage[] = [];

  return {
    take(messages) {
      taken.push(...messages.map((message) => ({ ...message, tries: 1 })));
    },
    async sendTaken() {
      while (taken.length > 0) {
        const batch = taken.slice(0, MAX_INTERNAL_LIST);
        taken = taken.slice(MAX_INTERNAL_LIST);
        await sendAll(deps, batch);
      }
    },
    async sendDue() {
      for (let claimed = MAX_INTERNAL_LIST; claimed === MAX_INTERNAL_LIST; ) {
        const due = await deps.database.transaction((sql) => claimMessages(sql, MAX_INTERNAL_LIST));
        await sendAll(deps, due);
        claimed = due.length;
      }
    },
  };
}

async function sendAll(deps: DispatcherDeps, messages: readonly ClaimedMessage[]): Promise<void> {
  for (const [kind, group] of Map.groupBy(messages, (message) => message.kind)) {
    await send(deps, kind, group);
  }
}

async function send(
  { database, inventario, log }: DispatcherDeps,
  kind: OutboxMessage['kind'],
  messages: readonly ClaimedMessage[],
): Promise<void> {
  const ids = messages.map(({ attemptId }) => attemptId);
  const step = kind === 'CONFIRM' ? 'confirm' : 'release';
  failpoint(`ventas.${step}.before`);
  try {
    const settlements = await inventario.settle(kind, ids);
    failpoint(`ventas.${step}.acknowledged`);
    const refused = settlements.filter(({ acknowledged }) => !acknowledged);
    for (const { id, status } of refused) log.error('outbox.alarm', { saleId: id, kind, status });
    const idsOf = (answers: typeof settlements) => answers.map(({ id }) => id);
    await buryMessages(database, idsOf(refused));
    await deleteMessages(database, idsOf(settlements.filter((answer) => answer.acknowledged)));
    failpoint(`ventas.${step}.forgotten`);
    // An id without an answer stays leased for a while, and is then due again.
  } catch (error) {
    log.warn('outbox.postponed', { kind, messages: ids.length, error });
    await postponeMessages(database, ids, pauseAfter(messages));
  }
}

/** Doubles with every try, so that inventario is not pressed while it comes back. */
export function pauseAfter(messages: readonly Pick<ClaimedMessage, 'tries'>[]): number {
  const tries = Math.min(...messages.map((message) => message.tries));
  return Math.min(MIN_PAUSE_MS * 2 ** (tries - 1), MAX_PAUSE_MS);
}
