import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { select, selectAll } from '../../../common/subgraph/database/table.ts';
import { orNullWhenTaken } from '../../../common/subgraph/edit/edit.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { CATEGORY } from '../tables.ts';
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

/** @returns category ids by slug */
export async function findCategoryIds(
  sql: Sql,
  slugs: readonly string[],
): Promise<Map<string, number>> {
  if (slugs.length === 0) return new Map();
  const rows = await sql.query(select(CATEGORY, ['slug', 'id'], 'WHERE slug IN (?)', [slugs]));
  return new Map(rows.map(({ slug, id }) => [slug, id]));
}

/** @returns for every category the one above it */
export async function findParents(sql: Sql): Promise<Map<number, number | null>> {
  const rows = await sql.query(select(CATEGORY, ['id', 'parentId'], ''));
  return new Map(rows.map(({ id, parentId }) => [id, parentId]));
}

/** A category, locked until the transaction ends. */
export async function lockCategory(sql: Sql, id: number): Promise<CategoryRow | null> {
  const [row] = await sql.query(selectAll(CATEGORY, 'WHERE id = ? FOR UPDATE', [id]));
  return row ?? null;
}

/** Writes the new values of a locked category. */
export async function updateCategory(
  sql: Sql,
  { id, name, slug, parentId }: CategoryRow,
): Promise<void> {
  await sql.execute(
    'UPDATE Category SET name = ?, slug = ?, parentId = ?, version = version + 1 WHERE id = ?',
    [name, slug, parentId, id],
  );
}
