import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { v7 as uuidv7 } from 'uuid';
import {
  type Deadline,
  deadlineIn,
  REQUEST_BUDGET_MS,
} from '../../common/process/http/deadline.ts';
import { REQUEST_ID_HEADER } from '../../common/process/http/http-server.ts';

/** The facts that follow a client's request through every hop. */
export interface ClientRequest {
  requestId: string;
  deadline: Deadline;
}

export interface ClientRequests {
  plugin: GatewayPlugin;
  /** Of a request that the engine is answering. */
  of(request: Request): ClientRequest;
}

const REQUEST_ID = /^[\w.:-]{1,64}$/;

/** Gives each request an id, the client's own when it is a good one, and a deadline. */
export function trackClientRequests(): ClientRequests {
  const known = new WeakMap<Request, ClientRequest>();
  const of = (request: Request) => {
    const found = known.get(request);
    if (found) return found;
    const given = request.headers.get(REQUEST_ID_HEADER) ?? '';
    const requestId = REQUEST_ID.test(given) ? given : uuidv7();
    const made = { requestId, deadline: deadlineIn(REQUEST_BUDGET_MS) };
    known.set(request, made);
    return made;
  };
  return {
    of,
    plugin: {
      onRequest({ request }) {
        of(request);
      },
      onResponse({ request, response }) {
        response.headers.set(REQUEST_ID_HEADER, of(request).requestId);
      },
    },
  };
}
