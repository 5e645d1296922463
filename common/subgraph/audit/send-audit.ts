import { v7 as uuidv7 } from 'uuid';
import { deadlineIn } from '../../process/http/deadline.ts';
import type { ServiceClient } from '../../process/http/service-client.ts';
import { MAX_INTERNAL_LIST } from '../../values/internal-list.ts';
import type { Database } from '../database/database.ts';
import type { Table } from '../database/table.ts';
import { type AuditOutboxRow, deleteAuditOutbox, findAuditOutbox } from './audit-store.ts';
import { RECORD_AUDIT } from './generated/send-audit.usuarios.ts';

const BUDGET_MS = 3_000;

/**
 * Sends what was written down to usuarios, at least once: an entry is deleted when usuarios has it,
 * and usuarios keeps one that comes twice once.
 * @throws when usuarios does not answer; the entries stay
 */
export async function sendAudit(
  database: Database,
  outbox: Table<AuditOutboxRow>,
  usuarios: ServiceClient,
): Promise<void> {
  for (;;) {
    const entries = await findAuditOutbox(database, outbox, MAX_INTERNAL_LIST);
    if (entries.length === 0) return;
    await usuarios.call({
      document: RECORD_AUDIT,
      variables: { input: { entries: entries.map(writeEntry) } },
      requestId: `audit-${uuidv7()}`,
      deadline: deadlineIn(BUDGET_MS),
    });
    await deleteAuditOutbox(
      database,
      entries.map(({ id }) => id),
    );
    if (entries.length < MAX_INTERNAL_LIST) return;
  }
}

function writeEntry({ occurredAt, ...entry }: AuditOutboxRow) {
  return { ...entry, occurredAt: occurredAt.toISOString() };
}
