import type { Category } from '../generated/prisma/client.ts';

/** A row of the table Category. */
export type CategoryRow = Category;

/** All categories of one request, read once: a shop has a few hundred at most. */
export interface CategoryTree {
  /** Parents before their children, by name among siblings. */
  all: readonly CategoryRow[];
  byId: ReadonlyMap<number, CategoryRow>;
  childrenOf(id: number | null): readonly CategoryRow[];
  /** The category itself and every one below it; none for an id that names no category. */
  idsBelow(id: number | 'unknown'): number[];
}

export function buildCategoryTree(rows: readonly CategoryRow[]): CategoryTree {
  const byName = [...rows].sort((a, b) => a.name.localeCompare(b.name, 'es') || a.id - b.id);
  const childrenByParent = Map.groupBy(byName, ({ parentId }) => parentId);
  const childrenOf = (id: number | null) => childrenByParent.get(id) ?? [];
  const withDescendants = (row: CategoryRow): CategoryRow[] => {
    return [row, ...childrenOf(row.id).flatMap(withDescendants)];
  };
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    all: childrenOf(null).flatMap(withDescendants),
    byId,
    childrenOf,
    idsBelow: (id) => {
      const row = id === 'unknown' ? undefined : byId.get(id);
      return row ? withDescendants(row).map((below) => below.id) : [];
    },
  };
}
