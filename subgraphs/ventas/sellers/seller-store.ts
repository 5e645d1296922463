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
import { SELLER } from '../tables.ts';

/** A row of the table Seller. */
export type SellerRow = RowOf<typeof SELLER>;
export type SellerPage = Connection<SellerRow>;

/** Sellers by id, in no order. */
export function findSellers(prisma: PrismaClient, ids: number[]): Promise<SellerRow[]> {
  return prisma.seller.findMany({ where: { id: { in: ids } } });
}

/** The page of sellers that a list shows, by code. */
export function sellerPage(
  { search, active }: { search: string | null; active: boolean | null },
  page: PageArguments,
): PageQuery<SellerRow> {
  const where: Condition[] = [];
  if (search) {
    const pattern = prefixPattern(search);
    where.push({ sql: '(name LIKE ? OR code LIKE ?)', values: [pattern, pattern] });
  }
  if (active !== null) where.push({ sql: 'active = ?', values: [active] });
  return { table: SELLER, where, orderBy: [{ column: 'code', direction: 'ASC' }], ...page };
}

export type SellerWrite =
  | { kind: 'Written' | 'Stale'; seller: SellerRow }
  | { kind: 'Duplicate' | 'NotFound' };

/** What editing works with; no request when an operator's command edits. */
export interface EditDeps {
  prisma: PrismaClient;
  request: AuditedRequest | null;
}

export async function insertSeller(
  { prisma, request }: EditDeps,
  data: Pick<SellerRow, 'code' | 'name'>,
): Promise<SellerWrite> {
  try {
    return await prisma.$transaction(async (sql) => {
      const seller = await sql.seller.create({ data });
      const subject = auditSubject(seller);
      await createAuditEvents(sql, request, [{ kind: 'SELLER_CREATED', subject, detail: null }]);
      return { kind: 'Written', seller };
    }, READ_COMMITTED);
  } catch (error) {
    const isKnown = error instanceof Prisma.PrismaClientKnownRequestError;
    if (isKnown && error.code === 'P2002') return { kind: 'Duplicate' };
    throw error;
  }
}

/** Writes an edit if the seller still has the version that it was made from. */
export async function updateSeller(
  { prisma, request }: EditDeps,
  { id, version }: Pick<SellerRow, 'id' | 'version'>,
  columns: Partial<Pick<SellerRow, 'name' | 'active'>>,
): Promise<SellerWrite> {
  const data = { ...columns, version: { increment: 1 } };
  return prisma.$transaction(async (sql) => {
    // Of this very version, if it is written below.
    const before = await sql.seller.findUnique({ where: { id } });
    const { count } = await sql.seller.updateMany({ where: { id, version }, data });
    const seller = await sql.seller.findUnique({ where: { id } });
    if (before === null || seller === null) return { kind: 'NotFound' };
    if (count === 0) return { kind: 'Stale', seller };
    await createAuditEvents(sql, request, sellerChanged(before, columns));
    return { kind: 'Written', seller };
  }, READ_COMMITTED);
}

function sellerChanged(before: SellerRow, changes: Partial<SellerRow>): AuditEvent[] {
  const detail = describeEdit(before, changes, ['active']);
  if (detail === null) return [];
  return [{ kind: 'SELLER_CHANGED', subject: auditSubject(before), detail }];
}

function auditSubject({ id, code }: Pick<SellerRow, 'id' | 'code'>): string {
  return `Seller ${id} ${code}`;
}
