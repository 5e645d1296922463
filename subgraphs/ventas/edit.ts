import {
  type Edit,
  type LockingEdit,
  runEdit,
  runLockingEdit,
} from '../../common/subgraph/edit/edit.ts';
import type { AuditKind } from './audit-kinds.ts';
import type { Prisma } from './generated/prisma/client.ts';

/** Runs an edit: what it writes and what it tells the audit log are one transaction. */
export const edit: Edit<Prisma.TransactionClient, AuditKind> = runEdit;

/** The same for an edit that locks the rows it decides on. */
export const lockingEdit: LockingEdit<AuditKind> = runLockingEdit;
