// The audit log, as an administrator reads it.
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { ENTRIES, type EntriesData, type EntriesVariables } from './generated/audit-log.api.ts';
import type { Shop } from './shop.ts';

export type Entry = NonNullable<EntriesData['auditoria']>['nodes'][number];

/** @returns the newest 100, newest first */
export async function auditEntries(
  shop: Shop,
  filter: EntriesVariables = {},
): Promise<readonly Entry[]> {
  return (await shop.send(ENTRIES, filter)).auditoria.nodes;
}

/** Waits for an entry that another service sends when it can. */
export function auditEntryOf(shop: Shop, kind: Entry['kind'], subject: string): Promise<Entry> {
  return eventually(`${kind} of ${subject} is in the log`, async () =>
    (await auditEntries(shop, { kind })).find((entry) => entry.subject === subject),
  );
}
