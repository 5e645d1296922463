import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import type { CategoryRow } from './category-tree.ts';

export function findCategories(prisma: PrismaClient): Promise<CategoryRow[]> {
  return prisma.category.findMany();
}

export function findCategory(prisma: PrismaClient, id: number): Promise<CategoryRow | null> {
  return prisma.category.findUnique({ where: { id } });
}

/** @returns null when another category has the slug */
export async function insertCategory(
  prisma: PrismaClient,
  data: { name: string; slug: string; parentId: number | null },
): Promise<CategoryRow | null> {
  try {
    return await prisma.category.create({ data });
  } catch (error) {
    const isKnown = error instanceof Prisma.PrismaClientKnownRequestError;
    if (isKnown && error.code === 'P2002') return null;
    throw error;
  }
}
