import type { GraphQLSchema } from 'graphql';
import { loadSubgraphSchema } from '../../common/subgraph/graphql/subgraph-schema.ts';
import { categoryResolvers } from './categories/category-resolvers.ts';
import { productResolvers } from './products/product-resolvers.ts';
import { reservationResolvers } from './reservations/reservation-resolvers.ts';
import { returnResolvers } from './returns/return-resolvers.ts';
import { stockResolvers } from './stock/stock-resolvers.ts';

export function buildSchema(): GraphQLSchema {
  const parts = [
    productResolvers,
    categoryResolvers,
    stockResolvers,
    reservationResolvers,
    returnResolvers,
  ];
  return loadSubgraphSchema('inventario', parts);
}
