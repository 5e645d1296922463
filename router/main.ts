import { setTimeout as sleep } from 'node:timers/promises';
import { createHealth } from '../common/process/http/health.ts';
import {
  closeGracefully,
  createHttpServer,
  listen,
  type Route,
} from '../common/process/http/http-server.ts';
import { securityHeaders } from '../common/process/http/security-headers.ts';
import { runService } from '../common/process/lifecycle/run-service.ts';
import { createLog } from '../common/process/log/log.ts';
import { createAdmission } from './admission/admission.ts';
import { followManifests } from './admission/manifests.ts';
import { createOperationCheck } from './admission/operation-check.ts';
import { createRateLimit, NO_RATE_LIMIT } from './admission/rate-limit.ts';
import { createTrustedDocuments } from './admission/trusted-documents.ts';
import { readRouterConfig } from './config.ts';
import { withCors } from './http/cors.ts';
import { createGraphiqlRoute } from './http/graphiql.ts';
import { startGraphqlEndpoint } from './http/graphql-endpoint.ts';
import { createAddressReader } from './identity/client-address.ts';
import { createForwardingAlarm } from './identity/forwarding-alarm.ts';
import { createClientIdentifier } from './identity/identify-client.ts';
import { createInFlightCalls } from './subgraph-calls/in-flight-calls.ts';
import { createGateway } from './supergraph/gateway.ts';

/** Largest request of a client. */
const MAX_BODY_BYTES = 1024 * 1024;
const GRAPHQL_PATH = '/graphql';
const GRAPHIQL_PATH = '/graphiql';

await runService(async () => {
  const config = readRouterConfig();
  const log = createLog('router', config.logLevel);

  const trusted = createTrustedDocuments(config.trustedDocuments);
  const places = config.operationsFiles;
  const manifests = await followManifests({ places, log, use: trusted.use });
  const inFlight = createInFlightCalls();
  const gateway = createGateway({ ...config, documents: manifests.current, inFlight, log });
  const check = createOperationCheck();
  gateway.forServer.onSchemaLoadOrUpdate(({ coreSupergraphSdl }) =>
    check.useSupergraph(coreSupergraphSdl),
  );
  const points = config.rateLimitPoints;
  const { redisUrl } = config;
  const addressOf = createAddressReader({
    ...config,
    ...(config.isProduction && { onUnbelieved: createForwardingAlarm(log) }),
  });
  const rateLimit = points === null ? NO_RATE_LIMIT : createRateLimit({ points, redisUrl, log });
  const identifier = createClientIdentifier({ ...config, addressOf, log });
  const endpoint = await startGraphqlEndpoint({
    gateway,
    identifier,
    addressOf,
    admission: createAdmission({
      trusted,
      check,
      rateLimit,
      // A whole shop may stand behind one address; a token that nobody has seen proves nothing.
      payerOf(call) {
        const user = identifier.recognise(call);
        return user ? `account:${user.id}` : addressOf(call);
      },
    }),
    inFlight,
    isOpenToExplore: !config.isProduction,
    showsCost: config.showsCost,
    log,
  });
  // Subgraphs need not be up: the router answers with what the others know.
  const health = createHealth({
    supergraph: async () => {
      if (!gateway.isLoaded()) throw new Error('no supergraph is loaded');
    },
  });

  const server = createHttpServer({
    routes: {
      ...health.routes,
      [GRAPHQL_PATH]: withCors(endpoint.route, {
        origins: config.corsOrigins,
        allowsLocal: !config.isProduction,
        log,
      }),
      ...(!config.isProduction && explorationRoutes()),
    },
    maxBodyBytes: MAX_BODY_BYTES,
    strangers: {},
    compresses: true,
    headersOf: (call) => ({
      ...securityHeaders(call),
      // So that no client is about to send when the router stops to listen.
      ...(health.isDraining() && { connection: 'close' }),
    }),
    log,
  });
  const port = await listen(server, config.host, config.port);
  log.info('service.started', { port });

  return {
    log,
    async stop() {
      health.startDraining();
      manifests.close();
      log.info('service.draining', { drainMs: config.drainMs });
      await sleep(config.drainMs);
      await closeGracefully(server);
      await endpoint.stop();
      await Promise.all([gateway.closeConnections(), rateLimit.close(), identifier.close()]);
      log.info('service.stopped');
    },
  };
});

function explorationRoutes(): Record<string, Route> {
  return {
    '/': async () => ({ status: 302, headers: { location: GRAPHIQL_PATH }, body: '' }),
    [GRAPHIQL_PATH]: createGraphiqlRoute(GRAPHQL_PATH),
  };
}
