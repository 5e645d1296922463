import {
  type Edit,
  type LockingEdit,
  runEdit,
  runLockingEdit,
} from '../../common/subgraph/edit/edit.ts';
import { failpoint } from '../../common/subgraph/failpoint/failpoint.ts';
import type { AuditKind } from './audit-kinds.ts';
import type { Prisma } from './generated/prisma/client.ts';

/** Runs an edit: what it writes and what it tells the audit log are one transaction. */
export const edit: Edit<Prisma.TransactionClient, AuditKind> = runEdit;

/** The steps of the counter in which tests let a process die; each has its three moments. */
type Step = 'session' | 'return' | 'refund' | 'document' | 'setup';

/** Makes the same for edits that lock the rows they decide on, each at its step. */
export function lockingEditAt(step: Step): LockingEdit<AuditKind> {
  return async (deps, work) => {
    failpoint(`ventas.${step}.before`);
    const outcome = await runLockingEdit(deps, async (sql, audit, last) => {
      const done = await work(sql, audit, last);
      failpoint(`ventas.${step}.inside`);
      return done;
    });
    failpoint(`ventas.${step}.after`);
    return outcome;
  };
}
