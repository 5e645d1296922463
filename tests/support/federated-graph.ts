// A federated graph in this process: subgraphs of a test's own, answered by our executor, by the
// stock gateway, and by graphql-js on one schema with the same data.
import { composeServices } from '@apollo/composition';
import { ApolloGateway } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  graphql,
  parse,
} from 'graphql';
import { followGraphVersions } from '../../router/execution/graph-versions.ts';
import { createPlanExecutor, type GatewayExecutor } from '../../router/execution/plan-executor.ts';
import { createSignIns } from '../../router/identity/sign-ins.ts';
import type { SubgraphCaller, SubgraphError } from '../../router/subgraph-calls/subgraph-call.ts';
import { createSubgraphDataSource } from '../../router/subgraph-calls/subgraph-data-source.ts';
import { createSubgraphFetcher } from '../../router/subgraph-calls/subgraph-fetcher.ts';
import { createPlanCache } from '../../router/supergraph/plan-cache.ts';
import { silentLog } from './silent-log.ts';

/** A subgraph of a test: its schema, without the link to federation, and its resolvers. */
export interface TestSubgraph {
  sdl: string;
  resolvers: Record<string, unknown>;
}

export interface TestGraph {
  subgraphs: Record<string, TestSubgraph>;
  /** The data as one graph, for graphql-js: objects of abstract types have a `__typename`. */
  root: unknown;
}

/** The answer of one engine: data without prototypes, and the paths of the errors. */
export interface TestAnswer {
  data: unknown;
  errors: string[];
}

export interface FederatedGraph {
  ours(query: string, variables?: Record<string, unknown>): Promise<TestAnswer>;
  stock(query: string, variables?: Record<string, unknown>): Promise<TestAnswer>;
  merged(query: string, variables?: Record<string, unknown>): Promise<TestAnswer>;
  stop(): Promise<void>;
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key" "@requires" "@provides" "@external" "@shareable" "@override" "@inaccessible"
  "@interfaceObject"])`;

/** Composes the subgraphs of a test, and starts the engines. */
export async function federate({ subgraphs, root }: TestGraph): Promise<FederatedGraph> {
  const definitions = Object.entries(subgraphs).map(([name, { sdl, resolvers }]) => {
    const typeDefs = parse(`${LINK} ${sdl}`);
    return { name, typeDefs, schema: buildSubgraphSchema([{ typeDefs, resolvers }] as never) };
  });
  const url = 'http://in.this.process';
  const composed = composeServices(
    definitions.map(({ name, typeDefs }) => ({ name, typeDefs, url })),
  );
  const { supergraphSdl } = composed;
  if (!supergraphSdl) throw new Error(String(composed.errors));
  const schemas = new Map(definitions.map(({ name, schema }) => [name, schema]));

  const stockGateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => ({
      process: async ({ request }) => answerOf(schemas.get(name)!, request as never) as never,
    }),
  });
  const { schema: stockSchema } = await stockGateway.load();
  const fetch = createSubgraphFetcher(
    new Map(definitions.map((one) => [one.name, callerOf(one.schema)])),
  );
  const general = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => createSubgraphDataSource(name, fetch),
  });
  await general.load();
  const plans = createPlanCache(() => [], silentLog);
  await plans.prepare(supergraphSdl);
  const planned = plans.newest()!;
  const api = planned.supergraph.apiSchema().toGraphQLJSSchema();
  const versions = followGraphVersions(
    {
      onSchemaLoadOrUpdate(listener) {
        listener({ apiSchema: api, coreSupergraphSdl: supergraphSdl });
        return () => undefined;
      },
    },
    () => planned,
  );
  const ours = createPlanExecutor(versions, fetch).forServer(general.executor);
  return {
    ours: (query, variables) => run(ours, api, { query, variables: variables ?? {} }),
    stock: (query, variables) =>
      run(stockGateway.executor, stockSchema, { query, variables: variables ?? {} }),
    merged: async (query, variables) =>
      plain(
        await execute({
          schema: api,
          document: parse(query),
          rootValue: root,
          variableValues: variables ?? {},
        }),
      ),
    stop: async () => void (await Promise.all([stockGateway.stop(), general.stop()])),
  };
}

interface Asked {
  query: string;
  variables: Record<string, unknown>;
}

/** As it comes over the wire: without the prototypes of the executor. */
async function answerOf(schema: GraphQLSchema, { query, variables }: Asked) {
  const answer = await graphql({ schema, source: query, variableValues: variables });
  return JSON.parse(JSON.stringify(answer)) as { data?: Record<string, unknown>; errors?: never[] };
}

function callerOf(schema: GraphQLSchema): SubgraphCaller {
  return {
    async call({ query, variables }) {
      const { data = null, errors = [] } = await answerOf(schema, { query, variables });
      const told = errors.map(({ message, path }): SubgraphError => {
        return { message, path, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
      });
      return { data, errors: told, answered: true };
    },
    close: async () => undefined,
  };
}

async function run(
  executor: GatewayExecutor,
  schema: GraphQLSchema,
  { query, variables }: Asked,
): Promise<TestAnswer> {
  const document = parse(query);
  const request = {
    ...{ schema, document, source: query, queryHash: query, cache: undefined },
    ...{ operation: getOperationAST(document), operationName: null, logger: silentLog },
    ...{ metrics: {}, overallCachePolicy: {}, request: { query, variables } },
    context: { signIns: createSignIns() },
  };
  return plain(await executor(request as unknown as Parameters<GatewayExecutor>[0]));
}

function plain({ data, errors = [] }: Pick<ExecutionResult, 'data' | 'errors'>): TestAnswer {
  return {
    data: JSON.parse(JSON.stringify(data ?? null)),
    errors: errors.map(({ path }) => (path ?? []).join('.')),
  };
}
