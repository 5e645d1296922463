// A subgraph with the real schema, the real check of tokens and resolvers made up by a test, in
// place of the real one: so a test decides what the router meets.

import { createHealth } from '../../../common/process/http/health.ts';
import type { Log } from '../../../common/process/log/log.ts';
import { loadSubgraphSchema } from '../../../common/subgraph/graphql/subgraph-schema.ts';
import {
  type RequestContext,
  startSubgraphServer,
} from '../../../common/subgraph/server/subgraph-server.ts';
import { edgeSecretVariable } from '../../../common/topology/derived.ts';
import type { SubgraphName } from '../../../common/topology/services.ts';
import type { Graph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';

export interface StandIn {
  /** The bodies of the requests, oldest first. */
  requests: RequestContext[];
  stop(): Promise<void>;
}

/** A stand-in goes through nothing but what its test wanted. */
const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silent,
};

/** Starts it at the address where the graph's router looks for the subgraph. */
export async function startStandIn(
  graph: Graph,
  name: SubgraphName,
  resolvers: object,
): Promise<StandIn> {
  const requests: RequestContext[] = [];
  const url = new URL(graph.urls[name]);
  const secret = graph.secrets[edgeSecretVariable('router', name)] ?? '';
  const { stop } = await startSubgraphServer({
    name,
    schema: loadSubgraphSchema(name, [resolvers]),
    compilesQueries: true,
    host: url.hostname,
    port: Number(url.port),
    secretsByCaller: { router: [secret] },
    health: createHealth({}),
    log: silent,
    extendContext: (context) => {
      requests.push(context);
      // Its resolvers read nothing; the kit gives each mutation new loaders.
      return { ...context, loaders: {}, createLoaders: () => ({}) };
    },
  });
  return { requests, stop };
}
