import type {
  Condition,
  PageArguments,
  PageQuery,
} from '../../../common/subgraph/database/keyset.ts';
import {
  anyOf,
  beginsWith,
  holdsWords,
  type Search,
} from '../../../common/subgraph/database/search.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, selectAll } from '../../../common/subgraph/database/table.ts';
import {
  orNullWhenTaken,
  updateVersioned,
  type VersionedWrite,
} from '../../../common/subgraph/edit/edit.ts';
import type { Connection } from '../../../common/subgraph/graphql/connection.ts';
import { readDocumentNumber } from '../../../common/values/identity-document.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { CUSTOMER } from '../tables.ts';

/** A row of the table Customer. */
export type CustomerRow = RowOf<typeof CUSTOMER>;
export type CustomerPage = Connection<CustomerRow>;

/** Customers by id, in no order. */
export function findCustomers(prisma: PrismaClient, ids: number[]): Promise<CustomerRow[]> {
  return prisma.customer.findMany({ where: { id: { in: ids } } });
}

/**
 * The customer with a document.
 * @param number in the form in which it is kept
 * @returns of two with one number, that of the kind that `DocType` lists first
 */
export async function findCustomerByDocument(
  sql: Sql,
  number: string,
): Promise<CustomerRow | null> {
  if (!isAscii(number)) return null;
  const [row] = await sql.query(
    selectAll(CUSTOMER, 'WHERE docNumber = ? ORDER BY docType LIMIT 1', [number]),
  );
  return row ?? null;
}

/** The page of customers that a list shows, by name. */
export function customerPage(search: Search | null, page: PageArguments): PageQuery<CustomerRow> {
  const where: Condition[] = [];
  if (search) {
    const ways = [holdsWords('name', search), beginsWith('email', search)];
    const number = readDocumentNumber(search.text);
    if (number !== '' && isAscii(number)) ways.push(beginsWith('docNumber', { text: number }));
    where.push(anyOf(ways));
  }
  const orderBy = [
    { column: 'name', direction: 'ASC', holds: 'text' },
    { column: 'id', direction: 'ASC', holds: 'integer' },
  ] as const;
  return { table: CUSTOMER, where, orderBy, ...page };
}

/** A document number is ASCII: the server refuses to compare it with other letters. */
function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** The columns that people write. */
export type CustomerColumns = Pick<
  CustomerRow,
  'name' | 'docType' | 'docNumber' | 'email' | 'phone'
>;

/** @returns null when another customer has the document */
export function insertCustomer(
  sql: Prisma.TransactionClient,
  data: CustomerColumns,
): Promise<CustomerRow | null> {
  return orNullWhenTaken(() => sql.customer.create({ data }));
}

/** Writes an edit if the customer still has the version that it was made from. */
export function updateCustomer(
  sql: Prisma.TransactionClient,
  target: Pick<CustomerRow, 'id' | 'version'>,
  changes: Partial<CustomerColumns>,
): Promise<VersionedWrite<CustomerRow>> {
  return updateVersioned(sql.customer, target, changes);
}
