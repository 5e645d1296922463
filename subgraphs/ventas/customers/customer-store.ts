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
import type { RowOf } from '../../../common/subgraph/database/table.ts';
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

/** The page of customers that a list shows, by name. */
export function customerPage(search: Search | null, page: PageArguments): PageQuery<CustomerRow> {
  const where: Condition[] = [];
  if (search) {
    const ways = [holdsWords('name', search), beginsWith('email', search)];
    // A document number is ASCII: the server refuses to compare it with other letters.
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
