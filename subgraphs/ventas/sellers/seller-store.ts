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
import { type RowOf, select } from '../../../common/subgraph/database/table.ts';
import {
  orNullWhenTaken,
  updateVersioned,
  type VersionedWrite,
} from '../../../common/subgraph/edit/edit.ts';
import type { Connection } from '../../../common/subgraph/graphql/connection.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { SELLER } from '../tables.ts';

/** A row of the table Seller. */
export type SellerRow = RowOf<typeof SELLER>;
export type SellerPage = Connection<SellerRow>;

/** Sellers by id, in no order. */
export function findSellers(prisma: PrismaClient, ids: number[]): Promise<SellerRow[]> {
  return prisma.seller.findMany({ where: { id: { in: ids } } });
}

/** Locks a seller against others who decide about them. */
export async function lockSeller(sql: Sql, id: number): Promise<void> {
  await sql.query(select(SELLER, ['id'], 'WHERE id = ? FOR UPDATE', [id]));
}

/** The page of sellers that a list shows, by code. */
export function sellerPage(
  { search, active }: { search: Search | null; active: boolean | null },
  page: PageArguments,
): PageQuery<SellerRow> {
  const where: Condition[] = [];
  if (search) {
    const code = beginsWith('code COLLATE utf8mb4_unicode_ci', search);
    where.push(anyOf([holdsWords('name', search), code]));
  }
  if (active !== null) where.push({ sql: 'active = ?', values: [active] });
  const orderBy = [{ column: 'code', direction: 'ASC', holds: 'text' }] as const;
  return { table: SELLER, where, orderBy, ...page };
}

/** @returns null when another seller has the code */
export function insertSeller(
  sql: Prisma.TransactionClient,
  data: Pick<SellerRow, 'code' | 'name'>,
): Promise<SellerRow | null> {
  return orNullWhenTaken(() => sql.seller.create({ data }));
}

/** Writes an edit if the seller still has the version that it was made from. */
export function updateSeller(
  sql: Prisma.TransactionClient,
  target: Pick<SellerRow, 'id' | 'version'>,
  changes: Partial<Pick<SellerRow, 'name' | 'active'>>,
): Promise<VersionedWrite<SellerRow>> {
  return updateVersioned(sql.seller, target, changes);
}
