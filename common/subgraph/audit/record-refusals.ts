import type { Log } from '../../process/log/log.ts';
import type { Database } from '../database/database.ts';
import { type AuditedRequest, insertAuditEvents } from './audit-store.ts';

/**
 * Makes what hears of a user who asks for what he may not: it writes each field down once per
 * request. The answer does not wait for it.
 */
export function recordRefusals(
  database: Database,
  request: AuditedRequest & { log: Log },
): (coordinate: string) => void {
  const recorded = new Set<string>();
  return (coordinate) => {
    if (recorded.has(coordinate)) return;
    recorded.add(coordinate);
    const event = { kind: 'ACCESS_REFUSED' as const, subject: coordinate, detail: null };
    insertAuditEvents(database, request, [event]).catch((error: unknown) =>
      request.log.error('audit.failed', { coordinate, error }),
    );
  };
}
