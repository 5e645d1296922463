import { type Edit, runEdit } from '../../common/subgraph/edit/edit.ts';
import type { AuditKind } from './audit-kinds.ts';
import type { Prisma } from './generated/prisma/client.ts';

/** Runs an edit: what it writes and what it tells the audit log are one transaction. */
export const edit: Edit<Prisma.TransactionClient, AuditKind> = runEdit;
