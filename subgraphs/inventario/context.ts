import type DataLoader from 'dataloader';
import type { AuthContext } from '../../common/subgraph/auth/enforce-auth.ts';
import { shareReadsByKey } from '../../common/subgraph/batch/shared-reads.ts';
import type { Database } from '../../common/subgraph/database/database.ts';
import { byKeyLoader, rowReader } from '../../common/subgraph/graphql/by-key-loader.ts';
import {
  type ConnectionLoader,
  createConnectionLoader,
  createPageReader,
} from '../../common/subgraph/graphql/connection.ts';
import type { LoaderContext } from '../../common/subgraph/graphql/fresh-loaders.ts';
import type { RequestContext } from '../../common/subgraph/server/subgraph-server.ts';
import { findCategories } from './categories/category-store.ts';
import { buildCategoryTree, type CategoryTree } from './categories/category-tree.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import { findProducts, findProductsBySku, type ProductRow } from './products/product-store.ts';
import type { Reservations } from './reservations/reservations.ts';
import type { Restocks } from './returns/restocks.ts';
import { findHeldUnits } from './stock/stock-store.ts';

/** The resources that inventario's resolvers share, for the life of the process. */
export interface Resources {
  prisma: PrismaClient;
  database: Database;
  reservations: Reservations;
  restocks: Restocks;
}

/** The context that inventario's resolvers get with each request. */
export interface SubgraphContext
  extends RequestContext,
    AuthContext,
    Resources,
    LoaderContext<Loaders> {}

/** Made anew for each request and each mutation in it: what is read twice is read once. */
export interface Loaders {
  productById: DataLoader<number, ProductRow | null>;
  productBySku: DataLoader<string, ProductRow | null>;
  /** Units set aside; null for a product of which there are none. */
  heldUnits: DataLoader<number, number | null>;
  pages: ConnectionLoader;
  categories(): Promise<CategoryTree>;
}

/** Makes the maker of a request's loaders; what they read, the requests of a moment share. */
export function createLoaderFactory({
  prisma,
  database,
}: Pick<Resources, 'prisma' | 'database'>): () => Loaders {
  const readProducts = rowReader(
    (ids: number[]) => findProducts(database, ids),
    ({ id }) => id,
  );
  const readProductsBySku = rowReader(
    (skus: string[]) => findProductsBySku(prisma, skus),
    ({ sku }) => sku,
  );
  const readHeldUnits = shareReadsByKey((ids: readonly number[]) => findHeldUnits(database, ids));
  const pageReader = createPageReader(database);
  return () => {
    let categories: Promise<CategoryTree> | null = null;
    return {
      productById: byKeyLoader(readProducts),
      productBySku: byKeyLoader(readProductsBySku),
      heldUnits: byKeyLoader(readHeldUnits),
      pages: createConnectionLoader(pageReader),
      categories: () => {
        categories ??= findCategories(prisma).then(buildCategoryTree);
        return categories;
      },
    };
  };
}
