// The audit log, as an administrator reads it.
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import type { Shop } from './shop.ts';

export interface Entry {
  kind: string;
  service: string | null;
  subject: string;
  detail: string | null;
  address: string | null;
  requestId: string;
  occurredAt: string;
  actor: { email: string } | null;
}

const ENTRIES = `query Entries($kind: String, $actorId: ID) {
  auditoria(kind: $kind, actorId: $actorId, first: 100) {
    nodes { kind service subject detail address requestId occurredAt actor { email } }
  }
}`;

/** @returns the newest 100, newest first */
export async function auditEntries(
  shop: Shop,
  filter: { kind?: string; actorId?: string } = {},
): Promise<Entry[]> {
  return (await shop.ask<{ auditoria: { nodes: Entry[] } }>(ENTRIES, filter)).auditoria.nodes;
}

/** Waits for an entry that another service sends when it can. */
export function auditEntryOf(shop: Shop, kind: string, subject: string): Promise<Entry> {
  return eventually(`${kind} of ${subject} is in the log`, async () =>
    (await auditEntries(shop, { kind })).find((entry) => entry.subject === subject),
  );
}
