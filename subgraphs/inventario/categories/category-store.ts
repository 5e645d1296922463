import { orNullWhenTaken } from '../../../common/subgraph/edit/edit.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { CategoryRow } from './category-tree.ts';

export function findCategories(prisma: PrismaClient): Promise<CategoryRow[]> {
  return prisma.category.findMany();
}

export function findCategory(prisma: PrismaClient, id: number): Promise<CategoryRow | null> {
  return prisma.category.findUnique({ where: { id } });
}

/** @returns null when another category has the slug */
export function insertCategory(
  sql: Prisma.TransactionClient,
  data: Pick<CategoryRow, 'name' | 'slug' | 'parentId'>,
): Promise<CategoryRow | null> {
  return orNullWhenTaken(() => sql.category.create({ data }));
}
