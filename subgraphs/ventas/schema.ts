import type { GraphQLSchema } from 'graphql';
import { LocalDate } from '../../common/graphql/scalars.ts';
import { loadSubgraphSchema } from '../../common/graphql/subgraph-schema.ts';
import { customerResolvers } from './customers/customer-resolvers.ts';
import { saleResolvers } from './sales/sale-resolvers.ts';
import { sellerResolvers } from './sellers/seller-resolvers.ts';

export function buildSchema(): GraphQLSchema {
  const parts = [saleResolvers, customerResolvers, sellerResolvers];
  return loadSubgraphSchema('ventas', parts, { Date: LocalDate });
}
