import { Pool } from 'undici';
import { type HttpCall, HttpRefusal, type Route } from '../../common/process/http/http-server.ts';
import { createAdministratorCheck } from './administrator-check.ts';
import type { ChaosPlace } from './config.ts';

/** The routes of the chaos test, which the supervisor of this start carries out. */
export interface Chaos {
  routes: Record<string, Route>;
  close(): Promise<void>;
}

const METHODS = {
  '/caos/estado': 'GET',
  '/caos/matar': 'POST',
  '/caos/carga': 'POST',
  '/caos/detener': 'POST',
} as const;

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const LOCAL_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const FORWARDING_HEADERS = ['x-forwarded-for', 'forwarded', 'x-real-ip'];
const PREFIX = '/caos';

/**
 * Makes the routes. To everybody but an administrator at this machine, on the page that this
 * process served, they are not there: a page of another site, or a name that points here, must
 * kill nothing.
 */
export function createChaos({ port, token }: ChaosPlace, gatewayUrl: string): Chaos {
  const check = createAdministratorCheck(gatewayUrl);
  const pool = new Pool(`http://127.0.0.1:${port}`);

  const routeOf = (path: string, method: 'GET' | 'POST'): Route => {
    return async (call) => {
      const bearer = call.headers.authorization;
      const isHere = call.method === method && isOfThisMachine(call) && isOfOwnPage(call);
      if (!isHere || bearer === undefined || !(await check.isAdministrator(bearer))) {
        throw new HttpRefusal('NOT_FOUND');
      }
      const body = method === 'POST' ? await call.readBody() : null;
      const answer = await pool.request({
        path: path.slice(PREFIX.length),
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'x-chaos-bearer': bearer.replace(/^Bearer /i, ''),
          'content-type': 'application/json',
        },
        body,
      });
      const wait = answer.headers['retry-after'];
      return {
        status: answer.statusCode,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'cache-control': 'no-store',
          ...(typeof wait === 'string' && { 'retry-after': wait }),
        },
        body: await answer.body.text(),
      };
    };
  };
  return {
    routes: Object.fromEntries(
      Object.entries(METHODS).map(([path, method]) => [path, routeOf(path, method)]),
    ),
    async close() {
      await Promise.all([pool.close(), check.close()]);
    },
  };
}

/** A proxy on this machine would pass strangers on: what says that it does is none of ours. */
function isOfThisMachine({ peerAddress, headers }: HttpCall): boolean {
  const isForwarded = FORWARDING_HEADERS.some((name) => headers[name]);
  const host = URL.parse(`http://${headers.host}`)?.hostname ?? '';
  return LOOPBACK.has(peerAddress) && !isForwarded && LOCAL_NAMES.has(host);
}

/**
 * Browsers say the origin with every POST. With a GET to its own origin they say only that it is
 * such a one, in a header that no page can set.
 */
function isOfOwnPage({ method, headers }: HttpCall): boolean {
  const { origin, host } = headers;
  const isOwn = origin === `http://${host}`;
  if (method === 'GET') return isOwn || headers['sec-fetch-site'] === 'same-origin';
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  return isOwn && type.trim().toLowerCase() === 'application/json';
}
