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

/** The same for an edit that locks the rows it decides on. */
export const lockingEdit: LockingEdit<AuditKind> = runLockingEdit;

/** The same for an edit that sets the shop up, with the moments at which tests let it die. */
export const setUpEdit: LockingEdit<AuditKind> = async (deps, work) => {
  failpoint('ventas.setup.before');
  const outcome = await runLockingEdit(deps, async (sql, audit, last) => {
    const done = await work(sql, audit, last);
    failpoint('ventas.setup.inside');
    return done;
  });
  failpoint('ventas.setup.after');
  return outcome;
};
