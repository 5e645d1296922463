import { type Condition, type PageQuery, prefixPattern } from '../../../common/database/keyset.ts';
import type { Connection } from '../../../common/graphql/connection.ts';
import { type Customer, Prisma, type PrismaClient } from '../generated/prisma/client.ts';

/** A row of the table Customer. */
export type CustomerRow = Customer;
export type CustomerPage = Connection<CustomerRow>;

/** Customers by id, in no order. */
export function findCustomers(prisma: PrismaClient, ids: number[]): Promise<CustomerRow[]> {
  return prisma.customer.findMany({ where: { id: { in: ids } } });
}

/** The page of customers that a list shows, by name. */
export function customerPage(
  search: string | null,
  page: Pick<PageQuery, 'first' | 'after'>,
): PageQuery {
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
    { column: 'name', direction: 'ASC' as const },
    { column: 'id', direction: 'ASC' as const },
  ];
  return { table: 'Customer', where, orderBy, ...page };
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

export async function insertCustomer(
  prisma: PrismaClient,
  data: CustomerColumns,
): Promise<CustomerWrite> {
  try {
    return { kind: 'Written', customer: await prisma.customer.create({ data }) };
  } catch (error) {
    if (isUniqueViolation(error)) return { kind: 'Duplicate' };
    throw error;
  }
}

/** Writes an edit if the customer still has the version that it was made from. */
export async function updateCustomer(
  prisma: PrismaClient,
  { id, version }: Pick<CustomerRow, 'id' | 'version'>,
  columns: Partial<CustomerColumns>,
): Promise<CustomerWrite> {
  try {
    const { count } = await prisma.customer.updateMany({
      where: { id, version },
      data: { ...columns, version: { increment: 1 } },
    });
    const customer = await prisma.customer.findUnique({ where: { id } });
    if (customer === null) return { kind: 'NotFound' };
    return { kind: count === 1 ? 'Written' : 'Stale', customer };
  } catch (error) {
    if (isUniqueViolation(error)) return { kind: 'Duplicate' };
    throw error;
  }
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
