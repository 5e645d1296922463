// Long because routes, limits and refusals are the one layer that every process stands on.
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { REFUSALS, type RefusalCode, refusalHeaders, refusalResponse } from '../errors/refusals.ts';
import type { Log } from '../log/log.ts';
import { compressed, isCompressible } from './compression.ts';
import { newRequestId } from './request-id.ts';
import { guardAgainstStrangers, type StrangerLimits } from './strangers.ts';

/** A request as a route sees it; its body is read only when the route asks for it. */
export interface HttpCall {
  method: string;
  /** Path without query. */
  pathname: string;
  /** Query with its question mark, or ''. */
  search: string;
  headers: IncomingHttpHeaders;
  /** Address of whoever opened the connection: the client, or the proxy before it. */
  peerAddress: string;
  /** Follows the request through every service and log line. */
  requestId: string;
  /** Aborted when the client has gone before it was answered. */
  clientGone: AbortSignal;
  /**
   * @param allowMore is asked before more than the server's limit is read: what this request may
   *   send, or null for no more than others
   * @throws HttpRefusal PAYLOAD_TOO_LARGE past the limit, and whatever `allowMore` throws
   */
  readBody(allowMore?: AllowMore): Promise<string>;
  /** The body as it comes, for those who pass it on: its reader bounds it. */
  streamBody(): Readable;
}

/** Decides how many bytes a request may send that is larger than others. */
export type AllowMore = () => Promise<number | null>;

export interface HttpReply {
  status: number;
  headers: Record<string, string>;
  /** Each of them a header `set-cookie`. */
  setCookies?: readonly string[];
  /** A text, or bytes that are sent as they are. */
  body: string | Buffer;
  /**
   * It holds what nobody else may learn, beside what others may choose: the length of a compressed
   * body would tell the one from the other.
   */
  isSecret?: boolean;
}

export type Route = (call: HttpCall) => Promise<HttpReply>;

/** A request refused before GraphQL sees it, answered in the standard form. */
export class HttpRefusal extends Error {
  readonly code: RefusalCode;
  readonly detail: string | undefined;
  readonly headers: Record<string, string>;

  constructor(code: RefusalCode, detail?: string, headers = refusalHeaders(code)) {
    super(detail ?? code);
    this.code = code;
    this.detail = detail;
    this.headers = headers;
  }
}

export interface HttpServerOptions {
  /** Answers a request that is not one of `routes`. */
  routes: Record<string, Route>;
  /** Answers every other path; left out, there is none. */
  otherwise?: Route;
  maxBodyBytes: number;
  /** Anybody may connect, within limits: the usual ones, or others. */
  strangers?: Partial<StrangerLimits>;
  /** Compresses long answers for clients that take them so. */
  compresses?: boolean;
  /** Headers of every answer, also of refusals; those of a route's own reply win. */
  headersOf?: (call: HttpCall) => Record<string, string>;
  log: Log;
}

/** Header that names a request across services. */
export const REQUEST_ID_HEADER = 'x-request-id';

const KEEP_ALIVE_MS = 75_000;
/** The server looks so often for requests that have taken too long. */
const LATE_CHECK_MS = 1_000;
/** An answer of these has no body, and says no length. */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);
const REQUEST_ID = /^[\w.:-]{1,64}$/;

/** The lean HTTP layer that every process stands on: routes, limits, one form of refusal. */
export function createHttpServer(options: HttpServerOptions): Server {
  const { routes, otherwise = notFound, maxBodyBytes, headersOf, log } = options;
  const checks = { connectionsCheckingInterval: LATE_CHECK_MS };
  const server = createServer(checks, (request, response) => {
    const given = request.headers[REQUEST_ID_HEADER];
    const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : newRequestId();
    const gone = new AbortController();
    guard?.works(request.socket);
    response.on('close', () => {
      if (!response.writableFinished) gone.abort();
      guard?.rests(request.socket);
    });

    const call = describeCall(request, { requestId, maxBodyBytes, clientGone: gone.signal });
    const route = routes[call.pathname] ?? otherwise;
    route(call)
      .catch((error: unknown) => replyToError(error, call, log))
      .then(async (reply) => {
        const mayCompress = options.compresses === true && !reply.isSecret;
        const encoded =
          mayCompress && isCompressible(reply.body, call.headers)
            ? await compressed(reply.body, call.headers)
            : null;
        const body = encoded?.body ?? reply.body;
        response.writeHead(reply.status, {
          ...lengthHeader(reply.status, body),
          [REQUEST_ID_HEADER]: requestId,
          ...headersOf?.(call),
          ...reply.headers,
          ...encoded?.headers,
          ...(options.compresses && { vary: varyOf(reply) }),
          ...(reply.setCookies?.length && { 'set-cookie': [...reply.setCookies] }),
          // While the process stops, no client may send another request on this connection.
          ...(!server.listening && { connection: 'close' }),
        });
        response.end(call.method === 'HEAD' ? undefined : body);
        if (!request.complete) discardRest(request);
      })
      .catch((error: unknown) => {
        log.error('http.reply-failed', { requestId, error });
        response.destroy();
      });
  });
  // Longer than proxies keep theirs (60 s): else one of them sends into a connection that ends.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const guard = options.strangers && guardAgainstStrangers(server, options.strangers);
  return server;
}

function lengthHeader(status: number, body: string | Buffer): Record<string, string> {
  return BODILESS.has(status) ? {} : { 'content-length': Buffer.byteLength(body).toString() };
}

function varyOf({ headers }: HttpReply): string {
  return headers['vary'] === undefined ? 'accept-encoding' : `${headers['vary']}, accept-encoding`;
}

type CallDetails = { requestId: string; maxBodyBytes: number; clientGone: AbortSignal };

function describeCall(request: IncomingMessage, details: CallDetails): HttpCall {
  const { requestId, maxBodyBytes, clientGone } = details;
  const target = request.url ?? '/';
  const queryStart = target.indexOf('?');
  return {
    method: request.method ?? 'GET',
    pathname: queryStart < 0 ? target : target.slice(0, queryStart),
    search: queryStart < 0 ? '' : target.slice(queryStart),
    headers: request.headers,
    peerAddress: request.socket.remoteAddress ?? '',
    requestId,
    clientGone,
    readBody: (allowMore) => readBody(request, maxBodyBytes, allowMore),
    streamBody: () => streamBody(request),
  };
}

/** A stream of its own: ending it early leaves the connection open for our answer. */
function streamBody(request: IncomingMessage): Readable {
  const stream = new PassThrough();
  // Its reader tells why it ended early.
  stream.on('error', () => undefined);
  return request.pipe(stream);
}

function readBody(
  request: IncomingMessage,
  maxBytes: number,
  allowMore: AllowMore = async () => null,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    let limitBytes = maxBytes;
    let isAsking = false;
    const refuse = (error: unknown) => {
      chunks.length = 0;
      reject(error);
    };
    const tooLarge = () =>
      new HttpRefusal('PAYLOAD_TOO_LARGE', `El máximo es ${limitBytes} bytes.`);
    const goOn = (moreBytes: number | null) => {
      limitBytes = moreBytes ?? maxBytes;
      if (sizeBytes > limitBytes) refuse(tooLarge());
      else request.resume();
    };
    request.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes <= limitBytes) chunks.push(chunk);
      else if (isAsking) refuse(tooLarge());
      else {
        isAsking = true;
        chunks.push(chunk);
        request.pause();
        allowMore().then(goOn, refuse);
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}

/**
 * The server reads so much of a refused body and throws it away, so that the sender gets to our
 * answer.
 */
const MAX_DISCARDED_BYTES = 32 * 1024 * 1024;

function discardRest(request: IncomingMessage): void {
  let discardedBytes = 0;
  request.on('data', (chunk: Buffer) => {
    discardedBytes += chunk.length;
    if (discardedBytes > MAX_DISCARDED_BYTES) request.destroy();
  });
  request.resume();
}

async function notFound(): Promise<HttpReply> {
  throw new HttpRefusal('NOT_FOUND');
}

function replyToError(error: unknown, call: HttpCall, log: Log): HttpReply {
  if (error instanceof HttpRefusal) return refusalReply(error, call);
  log.error('http.failed', { requestId: call.requestId, error });
  return refusalReply(new HttpRefusal('INTERNAL_SERVER_ERROR'), call);
}

/** The media type of newer clients, which read what is refused by it only. */
const GRAPHQL_TYPE = 'application/graphql-response+json';

/** The reply for a request that is refused before GraphQL sees it. */
function refusalReply({ code, detail, headers }: HttpRefusal, call: HttpCall): HttpReply {
  const { requestId } = call;
  const type = call.headers.accept?.includes(GRAPHQL_TYPE) ? GRAPHQL_TYPE : 'application/json';
  return {
    status: REFUSALS[code].status,
    headers: { 'content-type': `${type}; charset=utf-8`, ...headers },
    body: refusalResponse(code, requestId, detail),
  };
}

/** Starts to listen. @returns the port, which the system chose when `port` is 0 */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Stops accepting, lets requests in flight finish, then resolves. */
export function closeGracefully(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeIdleConnections();
  });
}
