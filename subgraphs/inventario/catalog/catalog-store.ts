import {
  cursorOf,
  type PageArguments,
  type PageQuery,
} from '../../../common/subgraph/database/keyset.ts';
import type { Sql, Statement } from '../../../common/subgraph/database/sql.ts';
import { select } from '../../../common/subgraph/database/table.ts';
import type { ProductRow } from '../products/product-store.ts';
import { CATALOG_VERSION, PRODUCT } from '../tables.ts';

/**
 * Raises the version of the catalog and puts products at the end of its changes. An edit runs it
 * last: its row is locked until COMMIT, so the next number is of an edit that commits later, and
 * nobody who holds that lock waits for another one. The products must be locked already.
 */
export function raiseCatalog(productIds: readonly number[]): Statement[] {
  const raise = { sql: 'UPDATE CatalogVersion SET version = version + 1 WHERE id = 1' };
  if (productIds.length === 0) return [raise];
  const sql = `UPDATE Product
       SET catalogVersion = (SELECT version FROM CatalogVersion WHERE id = 1)
     WHERE id IN (${productIds.map(() => '?').join(', ')})`;
  return [raise, { sql, values: productIds }];
}

/** The version of the catalog: the number of its last committed edit. */
export async function findCatalogVersion(sql: Sql): Promise<number> {
  const [row] = await sql.query(select(CATALOG_VERSION, ['version'], 'WHERE id = 1'));
  if (!row) throw new Error('The row of CatalogVersion is not there');
  return row.version;
}

/** The place of a product among the changes. */
type Place = Pick<ProductRow, 'catalogVersion' | 'id'>;

const CHANGES: Pick<PageQuery<Place>, 'orderBy'> = {
  orderBy: [
    { column: 'catalogVersion', direction: 'ASC', holds: 'integer' },
    { column: 'id', direction: 'ASC', holds: 'integer' },
  ],
};

/** The cursor before the first change. */
export const CATALOG_BEGINNING = cursorOf<Place>(
  { catalogVersion: 0, id: 0 },
  { table: PRODUCT, ...CHANGES },
);

/** A page of the products that edits up to a version have left, in the order of these edits. */
export function changesPage(version: number, page: PageArguments): PageQuery<ProductRow> {
  const where = [{ sql: 'catalogVersion <= ?', values: [version] }];
  return { table: PRODUCT, ...CHANGES, where, ...page };
}
