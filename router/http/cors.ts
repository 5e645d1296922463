import { LRUCache } from 'lru-cache';
import {
  type HttpCall,
  HttpRefusal,
  type HttpReply,
  type Route,
} from '../../common/process/http/http-server.ts';
import type { Log } from '../../common/process/log/log.ts';

const ALLOWED_METHODS = 'GET, POST';
const ALLOWED_HEADERS = [
  ...['content-type', 'authorization', 'x-request-id', 'apollo-require-preflight'],
  // Clients' libraries name themselves and their operations.
  ...['apollographql-client-name', 'apollographql-client-version', 'x-apollo-operation-name'],
  // W3C trace context.
  ...['traceparent', 'tracestate', 'baggage'],
].join(', ');
const EXPOSED_HEADERS = 'x-request-id, retry-after';
/** Each refused origin is told once; strangers cannot fill the log or the memory. */
const MAX_REFUSED_ORIGINS = 100;
const MAX_LOGGED_ORIGIN = 200;
/** For how long a browser may remember the answer to a preflight. */
const MAX_AGE_SECONDS = '600';

export interface CorsOptions {
  /** Origins whose pages may call. */
  origins: readonly string[];
  /** Pages of this machine may call too, whatever their port: for development. */
  allowsLocal: boolean;
  log: Log;
}

/** Lets pages of some origins call a route; pages of others get no CORS header at all. */
export function withCors(route: Route, { origins, allowsLocal, log }: CorsOptions): Route {
  const listed = new Set(origins);
  const refused = new LRUCache<string, true>({ max: MAX_REFUSED_ORIGINS });
  const isAllowed = (origin: string) => listed.has(origin) || (allowsLocal && isLocal(origin));
  const noteRefused = (origin: string) => {
    if (refused.has(origin)) return;
    refused.set(origin, true);
    const cure = `add it to CORS_ORIGINS, separated by commas: ${[...origins, origin].join(',')}`;
    log.warn('cors.refused', { origin, cure });
  };
  return async (call) => {
    const { origin } = call.headers;
    const isRefused = origin !== undefined && !isAllowed(origin);
    if (isRefused) noteRefused(origin.slice(0, MAX_LOGGED_ORIGIN));
    const headers = headersFor(isRefused ? undefined : origin);
    if (isPreflight(call)) return preflightReply(headers);
    try {
      const reply = await route(call);
      return { ...reply, headers: { ...reply.headers, ...headers } };
    } catch (error) {
      // Without the headers a page could not read why it was refused.
      if (!(error instanceof HttpRefusal)) throw error;
      throw new HttpRefusal(error.code, error.detail, { ...error.headers, ...headers });
    }
  };
}

const LOCAL_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a page stands on this machine: by its parsed host alone, never by how a text begins. */
function isLocal(origin: string): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : null;
  return url?.origin === origin && LOCAL_HOSTS.has(url.hostname);
}

/** @param origin undefined: of no page, or of one that is refused */
function headersFor(origin: string | undefined): Record<string, string> {
  if (origin === undefined) return { vary: 'origin' };
  return {
    vary: 'origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED_HEADERS,
    // Browsers keep the refresh token in a cookie.
    'access-control-allow-credentials': 'true',
  };
}

function isPreflight({ method, headers }: HttpCall): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

function preflightReply(headers: Record<string, string>): HttpReply {
  const isAllowed = 'access-control-allow-origin' in headers;
  return {
    status: 204,
    headers: {
      ...headers,
      ...(isAllowed && {
        'access-control-allow-methods': ALLOWED_METHODS,
        'access-control-allow-headers': ALLOWED_HEADERS,
        'access-control-max-age': MAX_AGE_SECONDS,
      }),
    },
    body: '',
  };
}
