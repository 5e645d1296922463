import {
  type AuditEvent,
  type AuditedRequest,
  auditStatements,
  createAuditEvents,
} from '../audit/audit-store.ts';
import type { Database } from '../database/database.ts';
import { READ_COMMITTED } from '../database/prisma-adapter.ts';
import { isDuplicateKey, type Statement, type TransactionSql } from '../database/sql.ts';

/** The part of a generated client's transaction that an edit needs. */
type EditTransaction = Parameters<typeof createAuditEvents>[0] & {
  $executeRawUnsafe(statement: string, ...values: unknown[]): PromiseLike<number>;
};

/** The part of a generated client that an edit needs. */
interface TransactionClient<Transaction extends EditTransaction> {
  $transaction<Outcome>(
    work: (sql: Transaction) => Promise<Outcome>,
    options: typeof READ_COMMITTED,
  ): Promise<Outcome>;
}

/** The means of every edit. */
export interface EditDeps<Client> {
  prisma: Client;
  /** The editor, for the audit log; null for an operator's command, of which nothing is told. */
  request: AuditedRequest | null;
}

/** The part of a request's context that an edit works with. */
export function editDepsOf<Client>(context: AuditedRequest & { prisma: Client }): EditDeps<Client> {
  return { prisma: context.prisma, request: context };
}

/** `runEdit` as a subgraph has it: with its own client, and telling kinds of its own registry. */
export type Edit<Transaction extends EditTransaction, Kind extends string> = <Outcome>(
  deps: EditDeps<TransactionClient<Transaction>>,
  work: (
    sql: Transaction,
    audit: (event: AuditEvent<Kind>) => void,
    last: (statements: readonly Statement[]) => void,
  ) => Promise<Outcome>,
) => Promise<Outcome>;

/**
 * Runs an edit: its writes and its audit entries are one transaction. Afterwards the request reads
 * anew (see `withFreshLoaders`).
 * @param work writes by the stores it calls, tells by `audit` what it did, and hands to `last` what
 *   locks rows that many need: it runs right before COMMIT. No value of it may be a list
 */
export function runEdit<Transaction extends EditTransaction, Outcome>(
  { prisma, request }: EditDeps<TransactionClient<Transaction>>,
  work: (
    sql: Transaction,
    audit: (event: AuditEvent) => void,
    last: (statements: readonly Statement[]) => void,
  ) => Promise<Outcome>,
): Promise<Outcome> {
  return prisma.$transaction(async (sql) => {
    const events: AuditEvent[] = [];
    const statements: Statement[] = [];
    const outcome = await work(
      sql,
      (event) => events.push(event),
      (given) => statements.push(...given),
    );
    await createAuditEvents(sql, request, events);
    for (const { sql: text, values = [] } of statements) {
      await sql.$executeRawUnsafe(text, ...values);
    }
    return outcome;
  }, READ_COMMITTED);
}

/** The means of an edit that locks the rows it decides on, by statements of its own. */
export interface LockingEditDeps {
  database: Database;
  /** The editor, for the audit log; null for an operator's command, of which nothing is told. */
  request: AuditedRequest | null;
}

/** The part of a request's context that a locking edit works with. */
export function lockingEditDepsOf(
  context: AuditedRequest & { database: Database },
): LockingEditDeps {
  return { database: context.database, request: context };
}

/** `runLockingEdit` as a subgraph has it, telling kinds of its own registry. */
export type LockingEdit<Kind extends string> = <Outcome>(
  deps: LockingEditDeps,
  work: (
    sql: TransactionSql,
    audit: (event: AuditEvent<Kind>) => void,
    last: (statements: readonly Statement[]) => void,
  ) => Promise<Outcome>,
) => Promise<Outcome>;

const MAX_REPEATS = 3;

/**
 * Runs an edit as `runEdit` does, for one that locks. When somebody else takes a unique value at
 * the same moment, it begins again and sees theirs; so `work` may run several times. The statements
 * that it hands to `last` travel together with the COMMIT: rows that many need are locked no longer
 * than that.
 */
export async function runLockingEdit<Outcome>(
  { database, request }: LockingEditDeps,
  work: (
    sql: TransactionSql,
    audit: (event: AuditEvent) => void,
    last: (statements: readonly Statement[]) => void,
  ) => Promise<Outcome>,
): Promise<Outcome> {
  for (let repeats = 0; ; repeats++) {
    try {
      return await database.transaction(async (sql) => {
        const events: AuditEvent[] = [];
        const statements: Statement[] = [];
        const outcome = await work(
          sql,
          (event) => events.push(event),
          (given) => statements.push(...given),
        );
        await sql.commitWith([...auditStatements(request, events), ...statements]);
        return outcome;
      });
    } catch (error) {
      if (!isDuplicateKey(error) || repeats === MAX_REPEATS) throw error;
    }
  }
}

/** The outcome of a write that names the version it was made from. */
export type VersionedWrite<Row> =
  | { kind: 'Written'; before: Row; after: Row }
  | { kind: 'Stale'; current: Row }
  | { kind: 'NotFound' }
  | { kind: 'Duplicate' };

/** A table of a generated client whose rows have a version. */
interface VersionedTable<Row, Changes> {
  findUnique(args: { where: { id: number } }): PromiseLike<Row | null>;
  updateMany(args: {
    where: { id: number; version: number };
    data: Changes & { version: { increment: number } };
  }): PromiseLike<{ count: number }>;
}

/** Writes changes if the row still has the version that they were made from. */
export async function updateVersioned<Row, Changes>(
  table: VersionedTable<Row, Changes>,
  { id, version }: { id: number; version: number },
  changes: Changes,
): Promise<VersionedWrite<Row>> {
  // Of this very version, if it is written below.
  const before = await table.findUnique({ where: { id } });
  const data = { ...changes, version: { increment: 1 } };
  const written = await orNullWhenTaken(() => table.updateMany({ where: { id, version }, data }));
  if (written === null) return { kind: 'Duplicate' };
  const after = await table.findUnique({ where: { id } });
  if (before === null || after === null) return { kind: 'NotFound' };
  if (written.count === 0) return { kind: 'Stale', current: after };
  return { kind: 'Written', before, after };
}

/** Prisma's code for a value that another row has already in a unique column. */
const UNIQUE_VIOLATION = 'P2002';

/** Writes through a generated client. @returns null when a unique value is another row's */
export async function orNullWhenTaken<Result>(
  write: () => PromiseLike<Result>,
): Promise<Result | null> {
  try {
    return await write();
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;
    if (isTaken) return null;
    throw error;
  }
}
