import { Pool } from 'undici';
import { type Actor, type createSigner, SERVICE_TOKEN_HEADER } from '../identity/service-token.ts';
import { DEADLINE_HEADER, type Deadline } from './deadline.ts';
import { type Answer, exchange } from './exchange.ts';
import { REQUEST_ID_HEADER } from './http-server.ts';
import type { TypedDocument } from './typed-document.ts';

/** One call of one service to another. */
export interface ServiceCall<Data, Variables> {
  document: TypedDocument<Data, Variables>;
  variables: NoInfer<Variables>;
  requestId: string;
  deadline: Deadline;
  /** The user of the call; services believe only the router about it. */
  actor?: Actor | null;
}

/** The other side answered, but not with what was asked for. */
export class ServiceAnswerError extends Error {}

/** Calls the GraphQL endpoint of another service with a service token. */
export interface ServiceClient {
  /**
   * @returns the answer's `data`, of the type that the document says; nothing checks that
   * @throws ServiceAnswerError when the answer has errors; undici's errors when there is none
   */
  call<Data, Variables>(call: ServiceCall<Data, Variables>): Promise<Data>;
  close(): Promise<void>;
}

/** Longest that a connection may take, within the deadline of the call. */
const CONNECT_TIMEOUT_MS = 500;

export function createServiceClient(
  url: string,
  sign: ReturnType<typeof createSigner>,
  connections = 16,
): ServiceClient {
  const { origin, pathname, search } = new URL(url);
  const path = pathname + search;
  const pool = new Pool(origin, { connections, connect: { timeout: CONNECT_TIMEOUT_MS } });

  return {
    async call<Data, Variables>(call: ServiceCall<Data, Variables>) {
      const { document, variables, requestId, deadline, actor } = call;
      const body = JSON.stringify({ query: document, variables });
      const remainingMs = Math.floor(deadline.remainingMs());
      const headers = {
        'content-type': 'application/json',
        [SERVICE_TOKEN_HEADER]: sign({ method: 'POST', path, body }, actor ?? null),
        [REQUEST_ID_HEADER]: requestId,
        [DEADLINE_HEADER]: String(remainingMs),
      };
      return dataOf(await exchange(pool, { path, headers, body }, remainingMs)) as Data;
    },
    close: () => pool.close(),
  };
}

function dataOf({ status, text }: Answer): unknown {
  const answer = parseAnswer(text);
  const [error] = answer.errors ?? [];
  if (error) throw new ServiceAnswerError(`${error.extensions?.code ?? 'error'}: ${error.message}`);
  if (!answer.data) throw new ServiceAnswerError(`HTTP ${status} without data`);
  return answer.data;
}

interface GraphqlAnswer {
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string } }[];
}

function parseAnswer(text: string): GraphqlAnswer {
  try {
    return JSON.parse(text) as GraphqlAnswer;
  } catch (cause) {
    throw new ServiceAnswerError('the answer is no JSON', { cause });
  }
}
