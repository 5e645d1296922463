import { type Condition, type PageQuery, prefixPattern } from '../../../common/database/keyset.ts';
import type { Connection } from '../../../common/graphql/connection.ts';
import { Prisma, type PrismaClient, type Seller } from '../generated/prisma/client.ts';

/** A row of the table Seller. */
export type SellerRow = Seller;
export type SellerPage = Connection<SellerRow>;

/** Sellers by id, in no order. */
export function findSellers(prisma: PrismaClient, ids: number[]): Promise<SellerRow[]> {
  return prisma.seller.findMany({ where: { id: { in: ids } } });
}

/** The page of sellers that a list shows, by code. */
export function sellerPage(
  { search, active }: { search: string | null; active: boolean | null },
  page: Pick<PageQuery, 'first' | 'after'>,
): PageQuery {
  const where: Condition[] = [];
  if (search) {
    const pattern = prefixPattern(search);
    where.push({ sql: '(name LIKE ? OR code LIKE ?)', values: [pattern, pattern] });
  }
  if (active !== null) where.push({ sql: 'active = ?', values: [active] });
  return { table: 'Seller', where, orderBy: [{ column: 'code', direction: 'ASC' }], ...page };
}

export type SellerWrite =
  | { kind: 'Written' | 'Stale'; seller: SellerRow }
  | { kind: 'Duplicate' | 'NotFound' };

export async function insertSeller(
  prisma: PrismaClient,
  data: Pick<SellerRow, 'code' | 'name'>,
): Promise<SellerWrite> {
  try {
    return { kind: 'Written', seller: await prisma.seller.create({ data }) };
  } catch (error) {
    const isKnown = error instanceof Prisma.PrismaClientKnownRequestError;
    if (isKnown && error.code === 'P2002') return { kind: 'Duplicate' };
    throw error;
  }
}

/** Writes an edit if the seller still has the version that it was made from. */
export async function updateSeller(
  prisma: PrismaClient,
  { id, version }: Pick<SellerRow, 'id' | 'version'>,
  columns: Partial<Pick<SellerRow, 'name' | 'active'>>,
): Promise<SellerWrite> {
  const { count } = await prisma.seller.updateMany({
    where: { id, version },
    data: { ...columns, version: { increment: 1 } },
  });
  const seller = await prisma.seller.findUnique({ where: { id } });
  if (seller === null) return { kind: 'NotFound' };
  return { kind: count === 1 ? 'Written' : 'Stale', seller };
}
