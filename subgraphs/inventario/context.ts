import type DataLoader from 'dataloader';
import type { AuthContext } from '../../common/auth/enforce-auth.ts';
import type { Database } from '../../common/database/database.ts';
import { byKeyLoader } from '../../common/graphql/by-key-loader.ts';
import { type ConnectionLoader, createConnectionLoader } from '../../common/graphql/connection.ts';
import type { RequestContext } from '../../common/server/subgraph-server.ts';
import { findCategories } from './categories/category-store.ts';
import { buildCategoryTree, type CategoryTree } from './categories/category-tree.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import { findProducts, type ProductRow } from './products/product-store.ts';
import type { Reservations } from './reservations/reservations.ts';
import { createHeldUnitsLoader } from './stock/held-units-loader.ts';

/** What inventario's resolvers share, for the life of the process. */
export interface Resources {
  prisma: PrismaClient;
  database: Database;
  reservations: Reservations;
}

/** What inventario's resolvers get with each request. */
export interface SubgraphContext extends RequestContext, AuthContext, Resources {
  loaders: Loaders;
}

/** Made anew for each request: what one request reads twice costs one statement. */
export interface Loaders {
  productById: DataLoader<number, ProductRow | null>;
  productBySku: DataLoader<string, ProductRow | null>;
  heldUnits: DataLoader<number, number>;
  pages: ConnectionLoader;
  categories(): Promise<CategoryTree>;
  /** Has the categories read again: one was added. */
  forgetCategories(): void;
}

export function createLoaders({ prisma, database }: Omit<Resources, 'reservations'>): Loaders {
  let categories: Promise<CategoryTree> | null = null;
  return {
    productById: byKeyLoader(
      (ids) => findProducts(prisma, { ids }),
      ({ id }) => id,
    ),
    productBySku: byKeyLoader(
      (skus) => findProducts(prisma, { skus }),
      ({ sku }) => sku,
    ),
    heldUnits: createHeldUnitsLoader(database),
    pages: createConnectionLoader(database),
    categories: () => {
      categories ??= findCategories(prisma).then(buildCategoryTree);
      return categories;
    },
    forgetCategories: () => {
      categories = null;
    },
  };
}
