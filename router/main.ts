import { createLog } from '../common/log/log.ts';
import { createHealth } from '../common/server/health.ts';
import {
  closeGracefully,
  createHttpServer,
  listen,
  type Route,
} from '../common/server/http-server.ts';
import { runService } from '../common/server/run-service.ts';
import { readRouterConfig } from './config.ts';
import { withCors } from './cors.ts';
import { createGateway } from './gateway.ts';
import { createGraphiqlRoute } from './graphiql.ts';
import { startGraphqlEndpoint } from './graphql-endpoint.ts';
import { createClientIdentifier } from './identity/identify-client.ts';

/** Largest request of a client. */
const MAX_BODY_BYTES = 1024 * 1024;
const GRAPHQL_PATH = '/graphql';
const GRAPHIQL_PATH = '/graphiql';

await runService(async () => {
  const config = readRouterConfig();
  const log = createLog('router', config.logLevel);

  const gateway = createGateway({ ...config, log });
  const identifier = createClientIdentifier(config.usuarios, log);
  const endpoint = await startGraphqlEndpoint({
    gateway: gateway.apollo,
    identifier,
    isOpenToExplore: !config.isProduction,
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
      [GRAPHQL_PATH]: withCors(endpoint.route, config.corsOrigins),
      ...(!config.isProduction && explorationRoutes()),
    },
    maxBodyBytes: MAX_BODY_BYTES,
    log,
  });
  const port = await listen(server, config.host, config.port);
  log.info('service.started', { port });

  return {
    async stop() {
      health.startDraining();
      await closeGracefully(server);
      await endpoint.stop();
      await Promise.all([gateway.closeConnections(), identifier.close()]);
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
