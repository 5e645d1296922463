import type { FetchNode } from '@apollo/query-planner';
import { parse } from 'graphql';
import { rootFieldNames } from '../execution/root-fields.ts';
import { batchEntities } from './entity-batches.ts';
import type {
  CallContext,
  SubgraphAnswer,
  SubgraphCaller,
  SubgraphError,
} from './subgraph-call.ts';

/** The operation of a fetch of a query plan. */
export type PlannedFetch = Pick<
  FetchNode,
  'serviceName' | 'operation' | 'operationName' | 'operationDocumentNode'
>;

/**
 * Asks the subgraph of a fetch. A subgraph that does not answer becomes data without its part and
 * errors with paths, never an exception: the rest of the answer stays good.
 */
export type SubgraphFetcher = (
  fetch: PlannedFetch,
  variables: Record<string, unknown>,
  context: CallContext,
) => Promise<SubgraphAnswer>;

export function createSubgraphFetcher(
  callers: ReadonlyMap<string, SubgraphCaller>,
): SubgraphFetcher {
  return async (fetch, variables, context) => {
    const caller = callers.get(fetch.serviceName);
    if (!caller) throw new Error(`no address for the subgraph "${fetch.serviceName}"`);
    const { operation: query, operationName } = fetch;
    const send = (sent: Record<string, unknown>) =>
      caller.call({ query, variables: sent, operationName }, context);

    const { representations } = variables;
    if (Array.isArray(representations)) {
      const { batches, merge } = batchEntities(representations);
      return merge(
        await Promise.all(batches.map((batch) => send({ ...variables, representations: batch }))),
      );
    }
    const answer = await send(variables);
    if (answer.errors.every(({ path }) => path)) return answer;
    const document = fetch.operationDocumentNode ?? parse(query);
    return placeAtRootFields(answer, rootFieldNames(document, variables));
  };
}

/** An error about a whole operation is told at each of its root fields: none of them has data. */
function placeAtRootFields(answer: SubgraphAnswer, fieldNames: string[]): SubgraphAnswer {
  const errors = answer.errors.flatMap((error) =>
    error.path ? [error] : fieldNames.map((name): SubgraphError => ({ ...error, path: [name] })),
  );
  return { ...answer, errors };
}
