import type { Log } from '../../process/log/log.ts';
import type { AuditEvent } from './audit-store.ts';

/** The kind that every subgraph tells, whatever else its registry has. */
export const ACCESS_REFUSED = 'ACCESS_REFUSED';

/**
 * Makes the listener for users who ask for what they may not: it writes each field down once per
 * request. The answer does not wait for it.
 */
export function recordRefusals(
  write: (event: AuditEvent<typeof ACCESS_REFUSED>) => Promise<void>,
  log: Log,
): (coordinate: string) => void {
  const recorded = new Set<string>();
  return (coordinate) => {
    if (recorded.has(coordinate)) return;
    recorded.add(coordinate);
    write({ kind: ACCESS_REFUSED, subject: coordinate, detail: null }).catch((error: unknown) =>
      log.error('audit.failed', { coordinate, error }),
    );
  };
}
