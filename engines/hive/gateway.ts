import { createGatewayRuntime, type GatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import httpTransport from '@graphql-mesh/transport-http';
import { REQUEST_BUDGET_MS } from '../../common/process/http/deadline.ts';
import type { Log } from '../../common/process/log/log.ts';
import type { RouterConfig } from '../../router/config.ts';
import { createAddressReader } from '../../router/identity/client-address.ts';
import { createClientIdentifier } from '../../router/identity/identify-client.ts';
import { trackClientRequests } from './client-requests.ts';
import { identifyClients } from './identified-clients.ts';
import { signedCalls } from './signed-calls.ts';
import { standardErrors } from './standard-form.ts';

export interface HiveGatewayOptions
  extends Pick<
    RouterConfig,
    'supergraphFile' | 'subgraphs' | 'corsOrigins' | 'isProduction' | 'usuarios' | 'trustedProxies'
  > {
  log: Log;
}

/**
 * The graph on another engine: Hive Gateway with its query planner in Rust, over the same
 * supergraph file, the same subgraphs and the same service tokens.
 */
export function createHiveGateway(options: HiveGatewayOptions): GatewayRuntime {
  const { supergraphFile, subgraphs, corsOrigins, isProduction, log } = options;
  const clientRequests = trackClientRequests();
  const addressOf = createAddressReader(options);
  const identifier = createClientIdentifier({ ...options, addressOf });
  const clients = identifyClients(identifier, clientRequests);
  return createGatewayRuntime({
    supergraph: supergraphFile,
    unifiedGraphHandler,
    transports: { http: httpTransport },
    // The supergraph's own addresses are placeholders: where subgraphs are is said at run time.
    transportEntries: Object.fromEntries(
      subgraphs.map(({ name, url }) => [name, { location: url }]),
    ),
    plugins: () => [
      clientRequests.plugin,
      clients.plugin,
      signedCalls(subgraphs, clientRequests, clients),
      standardErrors(clientRequests, log),
    ],
    requestId: false, // clientRequests makes it, and checks the client's own.
    maskedErrors: false, // standardErrors masks, and keeps the codes that clients rely on.
    upstreamTimeout: REQUEST_BUDGET_MS,
    csrfPrevention: { requestHeaders: ['apollo-require-preflight', 'x-request-id'] },
    cors: { origin: corsOrigins, exposedHeaders: ['x-request-id'] },
    ...(isProduction && { disableIntrospection: {} }),
    graphiql: !isProduction,
    landingPage: false,
    healthCheckEndpoint: '/health/live',
    readinessCheckEndpoint: '/health/ready',
    logging: 'error',
  });
}
