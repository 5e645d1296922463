import type { GraphQLSchema } from 'graphql';
import { loadSubgraphSchema } from '../../common/subgraph/graphql/subgraph-schema.ts';
import { accountResolvers } from './accounts/account-resolvers.ts';
import { auditResolvers } from './audit/audit-resolvers.ts';
import { eachMutationAsSender } from './sessions/below-sign-in.ts';
import { sessionResolvers } from './sessions/session-resolvers.ts';

export function buildSchema(): GraphQLSchema {
  const parts = [accountResolvers, sessionResolvers, auditResolvers];
  return eachMutationAsSender(loadSubgraphSchema('usuarios', parts));
}
