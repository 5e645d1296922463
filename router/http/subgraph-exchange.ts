import type { IdentifiedRequest } from '../identity/identified-request.ts';
import { createSignIns } from '../identity/sign-ins.ts';
import type { CallContext } from '../subgraph-calls/subgraph-call.ts';

/** The subgraphs' side of one answer: what they are told, and what they give besides data. */
export interface SubgraphExchange {
  context: CallContext;
  /** Headers of the reply that a subgraph asked for; complete once the answer is. */
  replyHeaders(): Record<string, string>;
}

/** Opens the exchange in which a request is answered. */
export function openExchange(request: IdentifiedRequest): SubgraphExchange {
  const { requestId, log, deadline, client, call } = request;
  let setCookie: string | undefined;
  return {
    context: {
      requestId,
      log,
      deadline,
      client,
      cookies: call.headers.cookie,
      signIns: createSignIns(),
      passCookie(given) {
        setCookie = given;
      },
    },
    replyHeaders: () => (setCookie === undefined ? {} : { 'set-cookie': setCookie }),
  };
}
