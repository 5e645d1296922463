import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { REFUSALS, refusalResponse } from '../../common/process/errors/refusals.ts';
import { HttpRefusal } from '../../common/process/http/http-server.ts';
import { type Client, NOBODY } from '../../router/identity/client-identity.ts';
import type { ClientIdentifier } from '../../router/identity/identify-client.ts';
import type { ClientRequests } from './client-requests.ts';

export interface IdentifiedClients {
  plugin: GatewayPlugin;
  /** The sender of a request that the engine is answering. */
  of(request: Request): Client;
}

/**
 * Finds out who sends each request, and refuses one with a bad access token, as the router does.
 */
export function identifyClients(
  identifier: ClientIdentifier,
  clientRequests: ClientRequests,
): IdentifiedClients {
  const known = new WeakMap<Request, Client>();
  return {
    of: (request) => known.get(request) ?? NOBODY,
    plugin: {
      async onRequest({ request, serverContext, endResponse, fetchAPI }) {
        const headers = Object.fromEntries(request.headers);
        const peerAddress = peerAddressOf(serverContext);
        try {
          known.set(request, await identifier.identify({ headers, peerAddress }));
        } catch (error) {
          if (!(error instanceof HttpRefusal)) throw error;
          const body = refusalResponse(error.code, clientRequests.of(request).requestId);
          const { status } = REFUSALS[error.code];
          const type = { 'content-type': 'application/json; charset=utf-8' };
          endResponse(new fetchAPI.Response(body, { status, headers: type }));
        }
      },
      async onDispose() {
        await identifier.close();
      },
    },
  };
}

function peerAddressOf(serverContext: object): string {
  const { req } = serverContext as { req?: { socket?: { remoteAddress?: string } } };
  return req?.socket?.remoteAddress ?? '';
}
