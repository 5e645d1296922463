import { refusal } from '../../../common/process/errors/refusals.ts';
import { type PageArguments, placeOf } from '../../../common/subgraph/database/keyset.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import type { ConnectionLoader } from '../../../common/subgraph/graphql/connection.ts';
import type { ProductRow } from '../products/product-store.ts';
import { CATALOG_BEGINNING, changesPage, findCatalogVersion } from './catalog-store.ts';

/** A page of the catalog in the order of its edits. */
export interface CatalogChanges {
  nodes: ProductRow[];
  /** Where to go on, also after an empty page. */
  endCursor: string;
  hasNextPage: boolean;
}

/** The means of reading changes. */
export interface ChangesDeps {
  database: Sql;
  pages: ConnectionLoader;
}

/**
 * Reads the products that were edited after a cursor. A client that reads to the end and goes on
 * from there misses no edit, in whatever order edits began.
 * @throws refusal BAD_USER_INPUT when the cursor is of another list, or of edits that this catalog
 *   has not seen, as when the database was put back to an earlier day
 */
export async function readChanges(
  { database, pages }: ChangesDeps,
  page: PageArguments,
): Promise<CatalogChanges> {
  // By a statement of its own, before the page: all edits up to this version are committed by now,
  // so the page holds each of them. Of later ones a statement may see some and not others.
  const version = await findCatalogVersion(database);
  const query = changesPage(version, page);
  const [seenVersion = 0] = placeOf(query) ?? [];
  if (Number(seenVersion) > version) {
    throw refusal('BAD_USER_INPUT', 'El cursor de after es de otro catálogo: lea sin él.');
  }
  const { nodes, pageInfo } = await pages.load(query);
  const { hasNextPage, endCursor } = pageInfo;
  return { nodes, endCursor: endCursor ?? page.after ?? CATALOG_BEGINNING, hasNextPage };
}
