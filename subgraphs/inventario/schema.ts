import type { GraphQLSchema } from 'graphql';
import { loadSubgraphSchema } from '../../common/subgraph/graphql/subgraph-schema.ts';
import { catalogResolvers } from './catalog/catalog-resolvers.ts';
import { categoryResolvers } from './categories/category-resolvers.ts';
import { productResolvers } from './products/product-resolvers.ts';
import { reservationResolvers } from './reservations/reservation-resolvers.ts';
import { returnResolvers } from './returns/return-resolvers.ts';
import { stockResolvers } from './stock/stock-resolvers.ts';

export function buildSchema(): GraphQLSchema {
  const parts = [
    productResolvers,
    categoryResolvers,
    catalogResolvers,
    stockResolvers,
    reservationResolvers,
    returnResolvers,
  ];
  return loadSubgraphSchema('inventario', parts);
}
