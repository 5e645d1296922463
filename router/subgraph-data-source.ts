import type { GraphQLDataSource } from '@apollo/gateway';
import { parse } from 'graphql';
import { batchEntities } from './entity-batches.ts';
import { rootFieldNames } from './root-fields.ts';
import type { RouterContext } from './router-context.ts';
import type { SubgraphAnswer, SubgraphCaller, SubgraphError } from './subgraph-call.ts';

type ProcessOptions = Parameters<GraphQLDataSource<RouterContext>['process']>[0];
type ClientOperation = Extract<ProcessOptions, { incomingRequestContext: unknown }>;

/**
 * What the gateway asks a subgraph through. A subgraph that does not answer becomes data without
 * its part and an error with a path, never an exception: the rest of the answer stays good.
 */
export function createSubgraphDataSource(caller: SubgraphCaller): GraphQLDataSource<RouterContext> {
  return {
    async process(options) {
      if (!('incomingRequestContext' in options)) {
        throw new Error('Only operations of clients are sent to subgraphs.');
      }
      const { data, errors } = await answerTo(options, caller);
      return { data, ...(errors.length > 0 && { errors }) };
    },
  };
}

async function answerTo(options: ClientOperation, caller: SubgraphCaller): Promise<SubgraphAnswer> {
  const { request, context, document } = options;
  const { query = '', variables = {}, operationName } = request;
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
  return placeAtRootFields(answer, rootFieldNames(document ?? parse(query), variables));
}

/** An error about a whole operation is told at each of its root fields: none of them has data. */
function placeAtRootFields(answer: SubgraphAnswer, fieldNames: string[]): SubgraphAnswer {
  const errors = answer.errors.flatMap((error) =>
    error.path ? [error] : fieldNames.map((name): SubgraphError => ({ ...error, path: [name] })),
  );
  return { ...answer, errors };
}
