import type { GraphQLSchema } from 'graphql';
import { enforceAuth } from '../../common/auth/enforce-auth.ts';
import { loadSubgraphSchema } from '../../common/graphql/subgraph-schema.ts';
import { accountResolvers } from './accounts/account-resolvers.ts';
import { auditResolvers } from './audit/audit-resolvers.ts';
import { sessionResolvers } from './sessions/session-resolvers.ts';

export function buildSchema(): GraphQLSchema {
  const parts = [accountResolvers, sessionResolvers, auditResolvers];
  return enforceAuth(loadSubgraphSchema('usuarios', parts));
}
