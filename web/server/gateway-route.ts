import { errors, Pool } from 'undici';
import { REQUEST_BUDGET_MS } from '../../common/process/http/deadline.ts';
import {
  type HttpCall,
  HttpRefusal,
  type HttpReply,
  REQUEST_ID_HEADER,
  type Route,
} from '../../common/process/http/http-server.ts';
import type { Log } from '../../common/process/log/log.ts';

/** Passes requests on to the one GraphQL endpoint. */
export interface Gateway {
  route: Route;
  /** Ends its connections, once what is under way has ended. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** The GraphQL endpoint. */
  url: string;
  /** Address of this machine from which requests come; null: the system chooses one. */
  sourceAddress: string | null;
  /** Longest wait for an answer once the request is sent, in ms. */
  answerTimeoutMs?: number;
  log: Log;
}

/** Longest that a connection may take, in ms. */
const CONNECT_TIMEOUT_MS = 500;
/** The endpoint answers within the budget of a request; this is for one that has stopped to. */
const ANSWER_TIMEOUT_MS = REQUEST_BUDGET_MS + 2_000;

const METHODS = ['GET', 'POST', 'OPTIONS'] as const;

/** Headers of one connection, or of one hop. */
const OF_THE_HOP = [
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
];
/** The endpoint has a host of its own, and learns the caller's address from one header only. */
const REPLACED = ['host', 'forwarded', 'x-real-ip', 'x-forwarded-for', REQUEST_ID_HEADER];
/** Our own answer says these for itself. */
const SAID_BY_US = ['content-length', 'date', 'set-cookie', REQUEST_ID_HEADER];

/**
 * Makes the route that passes requests on as they come, bodies unread, so that every limit of the
 * endpoint holds here too.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { url, sourceAddress, answerTimeoutMs = ANSWER_TIMEOUT_MS, log } = options;
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, {
    connect: { timeout: CONNECT_TIMEOUT_MS },
    ...(sourceAddress !== null && { localAddress: sourceAddress }),
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
  });

  const route: Route = async (call) => {
    const method = METHODS.find((known) => known === call.method);
    if (method === undefined) {
      throw new HttpRefusal('METHOD_NOT_ALLOWED', undefined, { allow: 'GET, POST' });
    }
    const body = method === 'POST' ? call.streamBody() : null;
    try {
      const {
        statusCode,
        headers,
        body: answer,
      } = await pool.request({
        path: pathname + call.search,
        method,
        headers: forwardedHeaders(call, body !== null),
        body,
        signal: call.clientGone,
      });
      return replyOf(statusCode, headers, Buffer.from(await answer.arrayBuffer()));
    } catch (error) {
      throw refusalFor(error, call, log);
    }
  };
  return { route, close: () => pool.close() };
}

/** The headers of a request as the endpoint gets them. */
function forwardedHeaders(call: HttpCall, hasBody: boolean): Record<string, string | string[]> {
  const { headers, peerAddress, requestId } = call;
  const before = headers['x-forwarded-for'];
  return {
    ...headersWithout(headers, [
      ...REPLACED,
      ...(hasBody ? [] : ['content-length']),
      // Of the page that we serve ourselves the endpoint needs to allow nothing.
      ...(isOfOwnPage(headers) ? ['origin'] : []),
    ]),
    // The endpoint reads it from the right, and believes no more than its own proxies wrote.
    'x-forwarded-for': before === undefined ? peerAddress : `${before}, ${peerAddress}`,
    [REQUEST_ID_HEADER]: requestId,
  };
}

function isOfOwnPage({ origin, host }: HttpCall['headers']): boolean {
  return origin !== undefined && URL.parse(origin)?.host === host;
}

/** Those that go on to the next hop, but for some. */
function headersWithout(
  headers: HttpCall['headers'],
  dropped: readonly string[],
): Record<string, string | string[]> {
  const ofTheConnection = (headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  const left = new Set([...dropped, ...OF_THE_HOP, ...ofTheConnection]);
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !left.has(name)) kept[name] = value;
  }
  return kept;
}

function replyOf(status: number, headers: HttpCall['headers'], body: Buffer): HttpReply {
  const kept = Object.entries(headersWithout(headers, SAID_BY_US));
  return {
    status,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, [value].flat().join(', ')])),
    // A lone one is a text and no list, whatever the types say.
    setCookies: [headers['set-cookie'] ?? []].flat(),
    body,
  };
}

/** An endpoint that gives no answer is told in the one form of refusals, with its next step. */
function refusalFor(error: unknown, { requestId, clientGone }: HttpCall, log: Log): HttpRefusal {
  const isLate =
    error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError;
  // Nobody waits for an answer, and the endpoint is not to blame.
  if (!clientGone.aborted) log.warn('gateway.failed', { requestId, error });
  return new HttpRefusal(isLate ? 'TIMEOUT' : 'SERVICE_UNAVAILABLE');
}
