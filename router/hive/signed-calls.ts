import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import {
  DEADLINE_HEADER,
  type Deadline,
  deadlineIn,
  REQUEST_BUDGET_MS,
} from '../../common/server/deadline.ts';
import { createSigner, SERVICE_TOKEN_HEADER } from '../../common/service-token/service-token.ts';
import type { SubgraphEndpoint } from '../config.ts';

/**
 * Signs every call to a subgraph as the router does, where its final body is known, and tells it
 * how long the client's request may still take. Of the client's own headers none is passed on.
 */
export function signedCalls(subgraphs: readonly SubgraphEndpoint[]): GatewayPlugin {
  const signers = new Map(
    subgraphs.map(({ name, secrets }) => [name, createSigner('router', name, secrets)]),
  );
  const deadlines = new WeakMap<Request, Deadline>();
  return {
    onRequest({ request }) {
      deadlines.set(request, deadlineIn(REQUEST_BUDGET_MS));
    },
    onFetch({ url, options, setOptions, executionRequest, context }) {
      const sign = signers.get(executionRequest?.subgraphName ?? '');
      if (!sign) throw new Error(`the engine calls ${url}, which is no subgraph`);
      const { body, method = 'POST' } = options;
      if (typeof body !== 'string') throw new Error('only calls with a text body can be signed');
      const { pathname, search } = new URL(url);
      const deadline = 'request' in context ? deadlines.get(context.request) : undefined;
      const remainingMs = Math.floor(deadline?.remainingMs() ?? REQUEST_BUDGET_MS);
      setOptions({
        ...options,
        headers: {
          ...options.headers,
          [DEADLINE_HEADER]: remainingMs.toString(),
          [SERVICE_TOKEN_HEADER]: sign({ method, path: pathname + search, body }),
        },
      });
    },
  };
}
