import type { Server } from 'node:http';
import type { Health } from '../../common/process/http/health.ts';
import { createHttpServer, type Route } from '../../common/process/http/http-server.ts';
import { securityHeaders } from '../../common/process/http/security-headers.ts';
import type { StrangerLimits } from '../../common/process/http/strangers.ts';
import type { Log } from '../../common/process/log/log.ts';

const GRAPHQL_PATH = '/graphql';
const MAX_BODY_BYTES = 1_024;

export interface WebServerOptions {
  /** Answers the built files. */
  page: Route;
  /** Answers what is passed on. */
  gateway: Route;
  /** Answers the paths of the chaos test, where there is one. */
  chaos?: Record<string, Route>;
  health: Health;
  /** The patience with connections, where it is not the usual one. */
  strangers?: Partial<StrangerLimits>;
  log: Log;
}

/** The HTTP server of this process, within the same limits as the router's. */
export function createWebServer(options: WebServerOptions): Server {
  const { page, gateway, chaos, health, strangers = {}, log } = options;
  return createHttpServer({
    routes: { ...health.routes, [GRAPHQL_PATH]: gateway, ...chaos },
    otherwise: page,
    // Of the chaos test only: what is passed on is bounded by the endpoint.
    maxBodyBytes: MAX_BODY_BYTES,
    strangers,
    headersOf: securityHeaders,
    log,
  });
}
