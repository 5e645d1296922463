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
import { type CustomerRow, findCustomers } from './customers/customer-store.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import { findProductSales, type ProductSales } from './sales/product-sales-store.ts';
import type { SaleDeps } from './sales/realizar-venta.ts';
import { findItems, findSales, type SaleItemRow, type SaleRow } from './sales/sale-store.ts';
import { findSellers, type SellerRow } from './sellers/seller-store.ts';

/** The resources that ventas' resolvers share, for the life of the process. */
export interface Resources {
  prisma: PrismaClient;
  database: Database;
  sales: SaleDeps;
}

/** The context that ventas' resolvers get with each request. */
export interface SubgraphContext
  extends RequestContext,
    AuthContext,
    Resources,
    LoaderContext<Loaders> {}

/** Made anew for each request and each mutation in it: what is read twice is read once. */
export interface Loaders {
  saleById: DataLoader<string, SaleRow | null>;
  itemsBySale: DataLoader<string, SaleItemRow[] | null>;
  customerById: DataLoader<number, CustomerRow | null>;
  sellerById: DataLoader<number, SellerRow | null>;
  productSales: DataLoader<number, ProductSales | null>;
  pages: ConnectionLoader;
}

/** Makes the maker of a request's loaders; what they read, the requests of a moment share. */
export function createLoaderFactory({ prisma, database }: Omit<Resources, 'sales'>): () => Loaders {
  const readSales = rowReader(
    (ids: string[]) => findSales(database, ids),
    ({ id }) => id,
  );
  const readItems = shareReadsByKey(async (saleIds: readonly string[]) =>
    Map.groupBy(await findItems(database, saleIds), ({ saleId }) => saleId),
  );
  const readCustomers = rowReader(
    (ids: number[]) => findCustomers(prisma, ids),
    ({ id }) => id,
  );
  const readSellers = rowReader(
    (ids: number[]) => findSellers(prisma, ids),
    ({ id }) => id,
  );
  const readProductSales = rowReader(
    (productIds: number[]) => findProductSales(database, productIds),
    ({ productId }) => productId,
  );
  const pageReader = createPageReader(database);
  return () => ({
    saleById: byKeyLoader(readSales),
    itemsBySale: byKeyLoader(readItems),
    customerById: byKeyLoader(readCustomers),
    sellerById: byKeyLoader(readSellers),
    productSales: byKeyLoader(readProductSales),
    pages: createConnectionLoader(pageReader),
  });
}
