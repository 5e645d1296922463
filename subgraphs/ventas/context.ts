import DataLoader from 'dataloader';
import type { AuthContext } from '../../common/auth/enforce-auth.ts';
import type { Database } from '../../common/database/database.ts';
import { byKeyLoader } from '../../common/graphql/by-key-loader.ts';
import { type ConnectionLoader, createConnectionLoader } from '../../common/graphql/connection.ts';
import type { RequestContext } from '../../common/server/subgraph-server.ts';
import { type CustomerRow, findCustomers } from './customers/customer-store.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import { findProductSales, type ProductSales } from './sales/product-sales-store.ts';
import type { SaleDeps } from './sales/realizar-venta.ts';
import { findItems, findSales, type SaleItemRow, type SaleRow } from './sales/sale-store.ts';
import { findSellers, type SellerRow } from './sellers/seller-store.ts';

/** What ventas' resolvers share, for the life of the process. */
export interface Resources {
  prisma: PrismaClient;
  database: Database;
  sales: SaleDeps;
}

/** What ventas' resolvers get with each request. */
export interface SubgraphContext extends RequestContext, AuthContext, Resources {
  loaders: Loaders;
}

/** Made anew for each request: what one request reads twice costs one statement. */
export interface Loaders {
  saleById: DataLoader<string, SaleRow | null>;
  itemsBySale: DataLoader<string, SaleItemRow[]>;
  customerById: DataLoader<number, CustomerRow | null>;
  sellerById: DataLoader<number, SellerRow | null>;
  productSales: DataLoader<number, ProductSales | null>;
  pages: ConnectionLoader;
}

export function createLoaders({ prisma, database }: Omit<Resources, 'sales'>): Loaders {
  return {
    saleById: byKeyLoader(
      (ids) => findSales(database, ids),
      ({ id }) => id,
    ),
    itemsBySale: new DataLoader(async (saleIds) => {
      const items = Map.groupBy(await findItems(database, saleIds), ({ saleId }) => saleId);
      return saleIds.map((id) => items.get(id) ?? []);
    }),
    customerById: byKeyLoader(
      (ids) => findCustomers(prisma, ids),
      ({ id }) => id,
    ),
    sellerById: byKeyLoader(
      (ids) => findSellers(prisma, ids),
      ({ id }) => id,
    ),
    productSales: byKeyLoader(
      (productIds) => findProductSales(database, productIds),
      ({ productId }) => productId,
    ),
    pages: createConnectionLoader(database),
  };
}
