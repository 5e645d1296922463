import type { ServiceClient } from '../../common/process/http/service-client.ts';
import { type Repeated, repeat } from '../../common/process/lifecycle/repeat.ts';
import type { Log } from '../../common/process/log/log.ts';
import { sendAudit } from '../../common/subgraph/audit/send-audit.ts';
import type { Database } from '../../common/subgraph/database/database.ts';
import { issueDocuments } from './documents/issue-documents.ts';
import type { InventarioClient } from './inventario-client/inventario-client.ts';
import { sendDueFacts } from './outbox/dispatch-facts.ts';
import { createDispatcher } from './outbox/dispatch-outbox.ts';
import type { OutboxMessage } from './outbox/outbox-store.ts';
import { abortExpired, purgeOldAttempts } from './sales/recover-attempts.ts';
import { AUDIT_OUTBOX } from './tables.ts';

const RECOVERY_PAUSE_MS = 1_000;
const DISPATCH_PAUSE_MS = 500;
const AUDIT_PAUSE_MS = 1_000;
const PURGE_PAUSE_MS = 3_600_000;

export interface WorkerDeps {
  database: Database;
  inventario: InventarioClient;
  /** The client of usuarios, which keeps the audit log. */
  usuarios: ServiceClient;
  log: Log;
}

/** The work of ventas that no request waits for. */
export interface Workers {
  /** Takes the messages of decisions that are durable, and sends them at once. */
  decided(messages: OutboxMessage[]): void;
  /** Lets what a return has written be sent at once. */
  sendFacts(): void;
  /** Lets documents that wait be issued at once. */
  issueDocuments(): void;
  /** Sends what was taken, then ends. */
  stop(): Promise<void>;
}

/** Starts the workers; each runs again and again until they are stopped. */
export function startWorkers({ database, inventario, usuarios, log }: WorkerDeps): Workers {
  const every = (name: string, pauseMs: number, work: () => Promise<unknown>): Repeated =>
    repeat(name, work, { pauseMs, log });
  const dispatcher = createDispatcher({ database, inventario, log });
  const sending = every('send-messages', DISPATCH_PAUSE_MS, dispatcher.sendTaken);
  const facts = every('send-facts', DISPATCH_PAUSE_MS, () =>
    sendDueFacts({ database, inventario, log }),
  );
  const documents = every('issue-documents', DISPATCH_PAUSE_MS, () =>
    issueDocuments(database, log),
  );
  const decided = (messages: OutboxMessage[]) => {
    dispatcher.take(messages);
    sending.nudge();
  };
  const all = [
    sending,
    facts,
    documents,
    every('send-due-messages', DISPATCH_PAUSE_MS, dispatcher.sendDue),
    every('recover-attempts', RECOVERY_PAUSE_MS, async () => {
      decided(await abortExpired(database, log));
    }),
    every('send-audit', AUDIT_PAUSE_MS, () => sendAudit(database, AUDIT_OUTBOX, usuarios)),
    every('purge', PURGE_PAUSE_MS, () => purgeOldAttempts(database, log)),
  ];
  return {
    decided,
    sendFacts: () => facts.nudge(),
    issueDocuments: () => documents.nudge(),
    async stop() {
      await dispatcher.sendTaken();
      await Promise.all(all.map((work) => work.stop()));
    },
  };
}
