import { ApolloGateway } from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { Log } from '../../common/process/log/log.ts';
import type { TrustedDocument } from '../admission/manifest.ts';
import type { SubgraphEndpoint } from '../config.ts';
import { followGraphVersions } from '../execution/graph-versions.ts';
import { createPlanExecutor, type PlanExecutor } from '../execution/plan-executor.ts';
import type { InFlightCalls } from '../subgraph-calls/in-flight-calls.ts';
import { type CallContext, createSubgraphCaller } from '../subgraph-calls/subgraph-call.ts';
import { createSubgraphDataSource } from '../subgraph-calls/subgraph-data-source.ts';
import { createSubgraphFetcher } from '../subgraph-calls/subgraph-fetcher.ts';
import { judgeScalars } from './judging-scalars.ts';
import { createPlanCache } from './plan-cache.ts';
import { createSupergraphFile } from './supergraph-file.ts';

export interface GatewayOptions {
  supergraphFile: string;
  subgraphs: SubgraphEndpoint[];
  /** Operations whose plans are ready when a supergraph is taken. */
  documents: () => readonly TrustedDocument[];
  inFlight: InFlightCalls;
  log: Log;
}

export interface Gateway {
  /** The gateway through which ApolloServer runs operations. */
  forServer: ApolloServerOptionsWithGateway<CallContext>['gateway'];
  /** The same for operations that ApolloServer has seen before. */
  executor: PlanExecutor;
  isLoaded(): boolean;
  /** Closes the connections to the subgraphs; the gateway itself stops with its server. */
  closeConnections(): Promise<void>;
}

/** The federation gateway over the supergraph file and the subgraphs of the environment. */
export function createGateway(options: GatewayOptions): Gateway {
  const { supergraphFile, subgraphs, documents, inFlight, log } = options;
  const callers = new Map(
    subgraphs.map((endpoint) => [endpoint.name, createSubgraphCaller(endpoint, { inFlight, log })]),
  );
  const fetch = createSubgraphFetcher(callers);
  const plans = createPlanCache(documents, log);
  const supergraph = createSupergraphFile({
    path: supergraphFile,
    log,
    prepare: plans.prepare,
  });
  const apollo = new ApolloGateway({
    supergraphSdl: supergraph,
    validateSupergraph: true, // Also in production: a broken file must not replace a good one.
    logger: apolloLogger(log),
    queryPlannerConfig: { cache: plans.forGateway },
    __exposeQueryPlanExperimental: false, // A header would show names and fields of subgraphs.
    buildService: ({ name }) => {
      if (!callers.has(name)) {
        throw new Error(`the supergraph names a subgraph "${name}" without an address`);
      }
      return createSubgraphDataSource(name, fetch);
    },
  });
  apollo.onSchemaLoadOrUpdate(({ apiSchema }) => judgeScalars(apiSchema));
  const executor = createPlanExecutor(followGraphVersions(apollo, plans.newest), fetch);
  return {
    executor,
    forServer: {
      load: async (given) => {
        await apollo.load(given);
        return { executor: executor.forServer(apollo.executor) };
      },
      onSchemaLoadOrUpdate: (listener) => apollo.onSchemaLoadOrUpdate(listener),
      stop: () => apollo.stop(),
    },
    isLoaded: supergraph.isLoaded,
    closeConnections: async () => {
      await Promise.all([...callers.values()].map((caller) => caller.close()));
    },
  };
}

/** Apollo's own messages in the form of ours; what it calls information is detail here. */
export function apolloLogger(log: Log) {
  return {
    debug: (message?: unknown) => log.debug('apollo.debug', { message }),
    info: (message?: unknown) => log.debug('apollo.info', { message }),
    warn: (message?: unknown) => log.warn('apollo.warning', { message }),
    error: (message?: unknown) => log.error('apollo.error', { message }),
  };
}
