import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { DEADLINE_HEADER } from '../../common/process/http/deadline.ts';
import { REQUEST_ID_HEADER } from '../../common/process/http/http-server.ts';
import { createSigner, SERVICE_TOKEN_HEADER } from '../../common/process/identity/service-token.ts';
import type { SubgraphEndpoint } from '../../router/config.ts';
import type { ClientRequests } from './client-requests.ts';
import type { IdentifiedClients } from './identified-clients.ts';

/**
 * Signs every call to a subgraph as the router does, where its final body is known, and tells it
 * who asks and how long the client's request may still take. Of the client's own headers none is
 * passed on.
 */
export function signedCalls(
  subgraphs: readonly SubgraphEndpoint[],
  clientRequests: ClientRequests,
  clients: IdentifiedClients,
): GatewayPlugin {
  const signers = new Map(
    subgraphs.map(({ name, secrets }) => [name, createSigner('router', name, secrets)]),
  );
  return {
    onFetch({ url, options, setOptions, executionRequest, context }) {
      const sign = signers.get(executionRequest?.subgraphName ?? '');
      if (!sign || !('request' in context)) throw new Error(`${url} is not called for a client`);
      const { body, method = 'POST' } = options;
      if (typeof body !== 'string') throw new Error('only calls with a text body can be signed');
      const { pathname, search } = new URL(url);
      const { requestId, deadline } = clientRequests.of(context.request);
      const { actor, clientAddress } = clients.of(context.request);
      const signed = { method, path: pathname + search, body };
      setOptions({
        ...options,
        headers: {
          ...options.headers,
          [REQUEST_ID_HEADER]: requestId,
          [DEADLINE_HEADER]: Math.floor(deadline.remainingMs()).toString(),
          [SERVICE_TOKEN_HEADER]: sign(signed, actor, clientAddress),
        },
      });
    },
  };
}
