import { Pool } from 'undici';
import { isRefusalCode, REFUSALS, type RefusalCode } from '../../common/process/errors/refusals.ts';
import { DEADLINE_HEADER, type Deadline } from '../../common/process/http/deadline.ts';
import { type Answer, AnswerTimeoutError, exchange } from '../../common/process/http/exchange.ts';
import { REQUEST_ID_HEADER } from '../../common/process/http/http-server.ts';
import { isObject } from '../../common/process/http/json.ts';
import { createSigner, SERVICE_TOKEN_HEADER } from '../../common/process/identity/service-token.ts';
import { SIGN_IN_HEADER } from '../../common/process/identity/sign-in-header.ts';
import type { Log } from '../../common/process/log/log.ts';
import type { SubgraphEndpoint } from '../config.ts';
import { type Client, COOKIE_SUBGRAPH } from '../identity/client-identity.ts';
import type { SignIns } from '../identity/sign-ins.ts';
import type { InFlightCalls } from './in-flight-calls.ts';
import { createSubgraphBreaker, isAtRest } from './subgraph-breaker.ts';

/** An error as a subgraph reports it, or as the router reports its absence. */
export interface SubgraphError {
  message: string;
  path?: (string | number)[];
  extensions: { code: RefusalCode };
}

export interface SubgraphAnswer {
  data: Record<string, unknown> | null;
  errors: SubgraphError[];
  /** False when the subgraph did not answer: the errors then speak for the whole call. */
  answered: boolean;
}

export interface SubgraphRequest {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | undefined;
}

/** The parts of the client's request that a call takes along. */
export interface CallContext {
  requestId: string;
  deadline: Deadline;
  log: Log;
  /** The client that asked. */
  client: Client;
  /** For usuarios alone, which keeps refresh tokens in a cookie. */
  cookies: string | undefined;
  /** The users whom fields of the operation have signed in. */
  signIns: SignIns;
  /** Takes a cookie that usuarios wants the client to get, as it stands in `set-cookie`. */
  passCookie(setCookie: string): void;
}

/** The context in which the graph is asked for what stands below a root field of the operation. */
export function contextBelow(responseName: string | undefined, context: CallContext): CallContext {
  const client = context.signIns.clientBelow(responseName, context.client);
  return client === context.client ? context : { ...context, client };
}

export interface SubgraphCaller {
  /** Never rejects because of the subgraph: its absence is an answer too. */
  call(request: SubgraphRequest, context: CallContext): Promise<SubgraphAnswer>;
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 64;
/** Largest answer that is read; a page of 100 long sales with their products stays below it. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
/** The subgraph keeps the deadline too: this is for its last answer to come through. */
const DEADLINE_MARGIN_MS = 150;

export interface SubgraphCallerParts {
  /** Shared by the callers of all subgraphs: a write to one may change what another answers. */
  inFlight: InFlightCalls;
  log: Log;
}

/** Sends signed requests to one subgraph over kept-alive connections. */
export function createSubgraphCaller(
  { name, url, secrets, timeoutMs }: SubgraphEndpoint,
  { inFlight, log }: SubgraphCallerParts,
): SubgraphCaller {
  const { origin, pathname, search } = new URL(url);
  const path = pathname + search;
  const pool = new Pool(origin, {
    connections: MAX_CONNECTIONS,
    maxResponseSize: MAX_ANSWER_BYTES,
  });
  const sign = createSigner('router', name, secrets);
  const guarded = createSubgraphBreaker(name, log);

  const ask = async (
    body: string,
    context: CallContext,
    { passesCookies, limitMs }: { passesCookies: boolean; limitMs: number },
  ): Promise<RawAnswer> => {
    const { requestId, deadline, client, cookies } = context;
    const { actor, clientAddress } = client;
    const remainingMs = Math.min(Math.floor(deadline.remainingMs()), timeoutMs, limitMs);
    const { status, headers, text } = await exchange(
      pool,
      {
        path,
        body,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          [REQUEST_ID_HEADER]: requestId,
          [DEADLINE_HEADER]: remainingMs.toString(),
          [SERVICE_TOKEN_HEADER]: sign({ method: 'POST', path, body }, actor, clientAddress),
          ...(passesCookies && cookies !== undefined && { cookie: cookies }),
        },
      },
      remainingMs + DEADLINE_MARGIN_MS,
    );
    if (!text.trimStart().startsWith('{'))
      throw new Error(`status ${status} without a GraphQL answer`);
    if (passesCookies) passSession(headers, context);
    return { status, text };
  };

  const send = (request: SubgraphRequest, context: CallContext): Promise<RawAnswer> => {
    const body = JSON.stringify(request);
    const isWrite = isMutation(request);
    // Reads may share one answer: none of them depends on a cookie, or brings one.
    const passesCookies = isWrite && name === COOKIE_SUBGRAPH;
    const askInTime = async () => {
      if (Math.floor(context.deadline.remainingMs()) === 0) {
        throw new DeadlinePassedError('the deadline had passed before the call');
      }
      return guarded((limitMs) => ask(body, context, { passesCookies, limitMs }));
    };
    return isWrite
      ? inFlight.write(askInTime)
      : inFlight.read(`${name}\n${context.client.identity}\n${body}`, askInTime);
  };

  return {
    call: async (request, context) => {
      try {
        // Each reads the text for itself: the gateway writes into the data that it gets.
        return readAnswer(await send(request, context));
      } catch (error) {
        const code = isTimeout(error) ? 'TIMEOUT' : 'SERVICE_UNAVAILABLE';
        context.log[levelOf(error)]('subgraph.call-failed', { subgraph: name, code, error });
        return { data: null, errors: [absence(code)], answered: false };
      }
    },
    close: () => pool.close(),
  };
}

type RawAnswer = Pick<Answer, 'status' | 'text'>;

/** Takes note of the session that a write to usuarios has begun or ended. */
function passSession(headers: Answer['headers'], { signIns, passCookie }: CallContext): void {
  const cookies: string | readonly string[] = headers['set-cookie'] ?? [];
  for (const cookie of [cookies].flat()) passCookie(cookie);
  const signedIn = headers[SIGN_IN_HEADER];
  if (typeof signedIn === 'string') signIns.note(signedIn);
}

/** The planner writes the keyword of every mutation. */
function isMutation({ query }: SubgraphRequest): boolean {
  return query.startsWith('mutation');
}

/** A call that was not made says nothing new: `breaker.opened` did. */
function levelOf(error: unknown): 'debug' | 'warn' | 'error' {
  if (isAtRest(error)) return 'debug';
  return error instanceof RefusedError ? 'error' : 'warn';
}

class DeadlinePassedError extends Error {}

/** The subgraph does not know the router: the two were given different secrets. */
class RefusedError extends Error {}

function isTimeout(error: unknown): boolean {
  if (error instanceof DeadlinePassedError) return true;
  return error instanceof AnswerTimeoutError;
}

function absence(code: RefusalCode): SubgraphError {
  return { message: REFUSALS[code].message, extensions: { code } };
}

function readAnswer({ status, text }: RawAnswer): SubgraphAnswer {
  const body: unknown = JSON.parse(text);
  if (!isObject(body)) throw new Error(`status ${status} without a GraphQL answer`);
  const data = isObject(body['data']) ? body['data'] : null;
  const given: unknown[] = Array.isArray(body['errors']) ? body['errors'] : [];
  if (given.some((error) => codeOf(error) === 'SERVICE_TOKEN_INVALID')) {
    throw new RefusedError('the service token was refused: do both ends have the same secret?');
  }
  const errors = given.map(readError);
  if (data === null && errors.length === 0) {
    throw new Error(`status ${status} with neither data nor errors`);
  }
  return { data, errors, answered: true };
}

function readError(error: unknown): SubgraphError {
  const { message, path } = isObject(error) ? error : {};
  const given = codeOf(error);
  const code = isRefusalCode(given) && REFUSALS[given].isPublic ? given : 'INTERNAL_SERVER_ERROR';
  return {
    message: typeof message === 'string' ? message : REFUSALS[code].message,
    ...(Array.isArray(path) && { path }),
    extensions: { code },
  };
}

function codeOf(error: unknown): unknown {
  const extensions = isObject(error) ? error['extensions'] : undefined;
  return isObject(extensions) ? extensions['code'] : undefined;
}
