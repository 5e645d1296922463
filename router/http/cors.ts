import {
  type HttpCall,
  HttpRefusal,
  type HttpReply,
  type Route,
} from '../../common/process/http/http-server.ts';

const ALLOWED_METHODS = 'GET, POST';
const ALLOWED_HEADERS = 'content-type, authorization, x-request-id, apollo-require-preflight';
const EXPOSED_HEADERS = 'x-request-id, retry-after';
/** For how long a browser may remember the answer to a preflight. */
const MAX_AGE_SECONDS = '600';

/** Lets pages of the given origins call a route; pages of others get no CORS header at all. */
export function withCors(route: Route, origins: readonly string[]): Route {
  const allowed = new Set(origins);
  return async (call) => {
    const headers = headersFor(call, allowed);
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

function headersFor({ headers }: HttpCall, allowed: ReadonlySet<string>): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined || !allowed.has(origin)) return { vary: 'origin' };
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
