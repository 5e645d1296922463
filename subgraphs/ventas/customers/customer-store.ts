import {
  type AuditEvent,
  type AuditedRequest,
  createAuditEvents,
} from '../../../common/subgraph/audit/audit-store.ts';
import { describeEdit } from '../../../common/subgraph/audit/describe-edit.ts';
import {
  type Condition,
  type PageArguments,
  type PageQuery,
  prefixPattern,
} from '../../../common/subgraph/database/keyset.ts';
import { READ_COMMITTED } from '../../../common/subgraph/database/prisma-adapter.ts';
import type { RowOf } from '../../../common/subgraph/database/table.ts';
import type { Connection } from '../../../common/subgraph/graphql/connection.ts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import { CUSTOMER } from '../tables.ts';

/** A row of the table Customer. */
export type CustomerRow = RowOf<typeof CUSTOMER>;
export type CustomerPage = Connection<CustomerRow>;

/** Customers by id, in no order. */
export function findCustomers(prisma: PrismaClient, ids: number[]): Promise<CustomerRow[]> {
  return prisma.customer.findMany({ where: { id: { in: ids } } });
}

/** The page of customers that a list shows, by name. */
export function customerPage(search: string | null, page: PageArguments): PageQuery<CustomerRow> {
  const where: Condition[] = [];
  if (search) {
    const pattern = prefixPattern(search);
    // A document number is ASCII: the server refuses to compare it with other letters.
    const columns = isAscii(search) ? ['name', 'email', 'docNumber'] : ['name', 'email'];
    where.push({
      sql: `(${columns.map((column) => `${column} LIKE ?`).join(' OR ')})`,
      values: columns.map(() => pattern),
    });
  }
  const orderBy = [
    { column: 'name', direction: 'ASC' },
    { column: 'id', direction: 'ASC' },
  ] as const;
  return { table: CUSTOMER, where, orderBy, ...page };
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** The columns that people write. */
export type CustomerColumns = Pick<
  CustomerRow,
  'name' | 'docType' | 'docNumber' | 'email' | 'phone'
>;

export type CustomerWrite =
  | { kind: 'Written' | 'Stale'; customer: CustomerRow }
  | { kind: 'Duplicate' | 'NotFound' };

/** What editing works with; no request when an operator's command edits. */
export interface EditDeps {
  prisma: PrismaClient;
  request: AuditedRequest | null;
}

export async function insertCustomer(
  { prisma, request }: EditDeps,
  data: CustomerColumns,
): Promise<CustomerWrite> {
  try {
    return await prisma.$transaction(async (sql) => {
      const customer = await sql.customer.create({ data });
      const subject = auditSubject(customer);
      await createAuditEvents(sql, request, [{ kind: 'CUSTOMER_CREATED', subject, detail: null }]);
      return { kind: 'Written', customer };
    }, READ_COMMITTED);
  } catch (error) {
    if (isUniqueViolation(error)) return { kind: 'Duplicate' };
    throw error;
  }
}

/** Writes an edit if the customer still has the version that it was made from. */
export async function updateCustomer(
  { prisma, request }: EditDeps,
  { id, version }: Pick<CustomerRow, 'id' | 'version'>,
  columns: Partial<CustomerColumns>,
): Promise<CustomerWrite> {
  const data = { ...columns, version: { increment: 1 } };
  try {
    return await prisma.$transaction(async (sql) => {
      // Of this very version, if it is written below.
      const before = await sql.customer.findUnique({ where: { id } });
      const { count } = await sql.customer.updateMany({ where: { id, version }, data });
      const customer = await sql.customer.findUnique({ where: { id } });
      if (before === null || customer === null) return { kind: 'NotFound' };
      if (count === 0) return { kind: 'Stale', customer };
      await createAuditEvents(sql, request, customerChanged(before, columns));
      return { kind: 'Written', customer };
    }, READ_COMMITTED);
  } catch (error) {
    if (isUniqueViolation(error)) return { kind: 'Duplicate' };
    throw error;
  }
}

/** Never with a document, an e-mail or a name: an audit log is kept for long and read by others. */
function customerChanged(before: CustomerRow, changes: Partial<CustomerColumns>): AuditEvent[] {
  const detail = describeEdit(before, changes);
  if (detail === null) return [];
  return [{ kind: 'CUSTOMER_CHANGED', subject: auditSubject(before), detail }];
}

function auditSubject({ id }: Pick<CustomerRow, 'id'>): string {
  return `Customer ${id}`;
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
