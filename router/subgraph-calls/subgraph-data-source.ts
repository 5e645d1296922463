import type { GraphQLDataSource } from '@apollo/gateway';
import { type CallContext, contextBelow } from './subgraph-call.ts';
import type { SubgraphFetcher } from './subgraph-fetcher.ts';

/** The data source through which the gateway's own executor asks one subgraph. */
export function createSubgraphDataSource(
  serviceName: string,
  fetch: SubgraphFetcher,
): GraphQLDataSource<CallContext> {
  return {
    async process(options) {
      if (!('incomingRequestContext' in options)) {
        throw new Error('Only operations of clients are sent to subgraphs.');
      }
      const { request, context, document, pathInIncomingRequest: [below] = [] } = options;
      const { query = '', variables = {}, operationName } = request;
      const planned = {
        serviceName,
        operation: query,
        operationName,
        ...(document && { operationDocumentNode: document }),
      };
      const { data, errors } = await fetch(
        planned,
        variables,
        contextBelow(below?.toString(), context),
      );
      return { data, ...(errors.length > 0 && { errors }) };
    },
  };
}
