import type { GraphQLSchema } from 'graphql';
import { loadSubgraphSchema } from '../../common/subgraph/graphql/subgraph-schema.ts';
import { LocalDate } from '../../common/values/scalars.ts';
import { sessionResolvers } from './cash-sessions/session-resolvers.ts';
import { customerResolvers } from './customers/customer-resolvers.ts';
import { approvalResolvers } from './discounts/approval-resolvers.ts';
import { documentResolvers } from './documents/document-resolvers.ts';
import { paymentResolvers } from './payments/payment-resolvers.ts';
import { quoteResolvers } from './quotes/quote-resolvers.ts';
import { reportResolvers } from './reports/report-resolvers.ts';
import { returnResolvers } from './returns/return-resolvers.ts';
import { saleResolvers } from './sales/sale-resolvers.ts';
import { sellerResolvers } from './sellers/seller-resolvers.ts';
import { shopResolvers } from './shop/shop-resolvers.ts';
import { taxResolvers } from './tax/tax-resolvers.ts';
import { tillResolvers } from './tills/till-resolvers.ts';

export function buildSchema(): GraphQLSchema {
  const parts = [
    saleResolvers,
    customerResolvers,
    sellerResolvers,
    paymentResolvers,
    returnResolvers,
    documentResolvers,
    tillResolvers,
    sessionResolvers,
    approvalResolvers,
    quoteResolvers,
    reportResolvers,
    shopResolvers,
    taxResolvers,
  ];
  return loadSubgraphSchema('ventas', parts, { Date: LocalDate });
}
