import type { IdentifiedRequest } from '../identity/identified-request.ts';
import { createSignIns } from '../identity/sign-ins.ts';
import type { CallContext } from '../subgraph-calls/subgraph-call.ts';

/** The subgraphs' side of one answer: what they are told, and what they give besides data. */
export interface SubgraphExchange {
  context: CallContext;
  /** The cookies that a subgraph gives with the reply; complete once the answer is. */
  setCookies: readonly string[];
  /** Whether the answer holds tokens; known once it is complete. */
  holdsTokens(): boolean;
}

/** Opens the exchange in which a request is answered. */
export function openExchange(request: IdentifiedRequest): SubgraphExchange {
  const { requestId, log, deadline, client, call } = request;
  const setCookies: string[] = [];
  const signIns = createSignIns();
  return {
    context: {
      requestId,
      log,
      deadline,
      client,
      cookies: call.headers.cookie,
      signIns,
      passCookie(given) {
        setCookies.push(given);
      },
    },
    setCookies,
    holdsTokens: signIns.isAny,
  };
}
