import {
  type AuditedRequest,
  createAuditEvents,
} from '../../../common/subgraph/audit/audit-store.ts';
import { READ_COMMITTED } from '../../../common/subgraph/database/prisma-adapter.ts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import type { CategoryRow } from './category-tree.ts';

export function findCategories(prisma: PrismaClient): Promise<CategoryRow[]> {
  return prisma.category.findMany();
}

export function findCategory(prisma: PrismaClient, id: number): Promise<CategoryRow | null> {
  return prisma.category.findUnique({ where: { id } });
}

/**
 * @param request who adds it, for the audit log; null for an operator's command
 * @returns null when another category has the slug
 */
export async function insertCategory(
  prisma: PrismaClient,
  data: { name: string; slug: string; parentId: number | null },
  request: AuditedRequest | null,
): Promise<CategoryRow | null> {
  try {
    return await prisma.$transaction(async (sql) => {
      const category = await sql.category.create({ data });
      const subject = `Category ${category.id} ${category.slug}`;
      await createAuditEvents(sql, request, [{ kind: 'CATEGORY_CREATED', subject, detail: null }]);
      return category;
    }, READ_COMMITTED);
  } catch (error) {
    const isKnown = error instanceof Prisma.PrismaClientKnownRequestError;
    if (isKnown && error.code === 'P2002') return null;
    throw error;
  }
}
