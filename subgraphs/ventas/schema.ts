import type { GraphQLSchema } from 'graphql';
import { loadSubgraphSchema } from '../../common/subgraph/graphql/subgraph-schema.ts';
import { LocalDate } from '../../common/values/scalars.ts';
import { customerResolvers } from './customers/customer-resolvers.ts';
import { saleResolvers } from './sales/sale-resolvers.ts';
import { sellerResolvers } from './sellers/seller-resolvers.ts';

export function buildSchema(): GraphQLSchema {
  const parts = [saleResolvers, customerResolvers, sellerResolvers];
  return loadSubgraphSchema('ventas', parts, { Date: LocalDate });
}
