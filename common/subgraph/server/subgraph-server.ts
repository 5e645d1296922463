import { type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { REFUSALS, type RefusalBody, refusal } from '../../process/errors/refusals.ts';
import { type RefusalContext, standardForms } from '../../process/errors/standard-errors.ts';
import { DEADLINE_HEADER, type Deadline, deadlineFromHeader } from '../../process/http/deadline.ts';
import type { Health } from '../../process/http/health.ts';
import {
  closeGracefully,
  createHttpServer,
  type HttpCall,
  HttpRefusal,
  type HttpReply,
  listen,
  type Route,
} from '../../process/http/http-server.ts';
import { parseJson } from '../../process/http/json.ts';
import {
  type Caller,
  createVerifier,
  SERVICE_TOKEN_HEADER,
  ServiceTokenError,
} from '../../process/identity/service-token.ts';
import type { Log } from '../../process/log/log.ts';
import { databaseTrouble } from '../database/database-trouble.ts';
import {
  createOperationRunner,
  type OperationRequest,
  type OperationRunner,
  RefusedOperationError,
} from '../graphql/operation-runner.ts';

/** The parts of every request to a subgraph. */
export interface RequestContext extends RefusalContext {
  caller: Caller;
  deadline: Deadline;
  /** Aborted when the caller has gone before it was answered. */
  clientGone: AbortSignal;
  /** The client's cookies; only usuarios is given them. */
  cookies: string | undefined;
  /** Headers to send with the answer; a resolver may add some. */
  replyHeaders: Record<string, string>;
  /** Cookies to set with it. */
  setCookies: string[];
}

export interface SubgraphServerOptions<Context extends RequestContext> {
  /** Its name: the audience of the tokens that it accepts. */
  name: string;
  schema: GraphQLSchema;
  /** Compiles queries; else the reference executor runs them, and no compiler is loaded. */
  compilesQueries: boolean;
  host: string;
  port: number;
  /** The secrets of every edge that ends here. */
  secretsByCaller: Record<string, string[]>;
  health: Health;
  /** Routes that anyone may call, by path. */
  publicRoutes?: Record<string, Route>;
  log: Log;
  /** Adds what the resolvers of this subgraph need, made anew for each request. */
  extendContext(base: RequestContext): Context;
}

/** Largest call between services. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
const GRAPHQL_PATH = '/graphql';

/** Serves a subgraph's schema to callers that hold a service token, and its health to anyone. */
export async function startSubgraphServer<Context extends RequestContext>(
  options: SubgraphServerOptions<Context>,
): Promise<{ port: number; stop(): Promise<void> }> {
  const { name, log, health } = options;
  const compiler = options.compilesQueries ? await import('../graphql/compiled-query.ts') : null;
  const run = createOperationRunner(options.schema, compiler);
  const authenticate = createAuthenticator(name, options.secretsByCaller, log);
  const graphql = async (call: HttpCall) => {
    const { caller, body } = await authenticate(call);
    if (call.method !== 'POST') {
      throw new HttpRefusal('METHOD_NOT_ALLOWED', undefined, { allow: 'POST' });
    }
    const context = options.extendContext({
      caller,
      requestId: call.requestId,
      deadline: deadlineFromHeader(call.headers[DEADLINE_HEADER]),
      clientGone: call.clientGone,
      cookies: call.headers.cookie,
      replyHeaders: {},
      setCookies: [],
      log: log.with({ requestId: call.requestId }),
    });
    return answer(run, readRequest(body), context);
  };

  const routes = { ...health.routes, ...options.publicRoutes, [GRAPHQL_PATH]: graphql };
  const server = createHttpServer({ routes, maxBodyBytes: MAX_BODY_BYTES, log });
  const port = await listen(server, options.host, options.port);
  return {
    port,
    async stop() {
      await closeGracefully(server);
    },
  };
}

/**
 * Makes the guard that stands before GraphQL: it refuses every call without a token made by a
 * known caller for exactly this request, whatever the method, body or size.
 */
function createAuthenticator(name: string, secretsByCaller: Record<string, string[]>, log: Log) {
  const verifyToken = createVerifier(name, secretsByCaller);
  return async (call: HttpCall): Promise<{ caller: Caller; body: string }> => {
    const { method, pathname, search, headers, requestId } = call;
    try {
      const header = headers[SERVICE_TOKEN_HEADER];
      const token = verifyToken(typeof header === 'string' ? header : undefined);
      const body = await call.readBody();
      token.assertMadeFor({ method, path: pathname + search, body });
      return { caller: token.caller, body };
    } catch (error) {
      if (!(error instanceof ServiceTokenError)) throw error;
      const reason = error.message;
      log.warn('service-token.refused', { requestId, method, path: pathname, reason });
      throw new HttpRefusal('SERVICE_TOKEN_INVALID');
    }
  };
}

const CONTENT_TYPE = 'application/json; charset=utf-8';

/** Runs what was asked for; every error leaves in the standard form. */
async function answer(
  run: OperationRunner,
  request: OperationRequest,
  context: RequestContext,
): Promise<HttpReply> {
  const result = await run(request, context).catch(errorsOf);
  const errors = result.errors && standardForms(result.errors.map(tellTrouble(context)), context);
  return {
    status: result.data === undefined ? REFUSALS.BAD_USER_INPUT.status : statusOf(errors),
    headers: { 'content-type': CONTENT_TYPE, ...context.replyHeaders },
    setCookies: context.setCookies,
    body: JSON.stringify(errors ? { ...result, errors } : result),
  };
}

/** The database being away is no mistake of ours: clients are told to come again. */
function tellTrouble({ log }: RequestContext) {
  return (error: GraphQLError): GraphQLError => {
    const code = databaseTrouble(error.originalError);
    if (code === null) return error;
    log.warn('database.unavailable', { path: error.path, code, error: error.originalError });
    const { message, extensions } = refusal(code);
    const { nodes, path } = error;
    return new GraphQLError(message, { nodes: nodes ?? null, path: path ?? null, extensions });
  };
}

function errorsOf(error: unknown): ExecutionResult {
  if (error instanceof RefusedOperationError) return { errors: error.errors };
  throw error;
}

/** An answer with errors is an answer; only who may not ask at all is told so by HTTP. */
function statusOf(errors: readonly RefusalBody[] = []): number {
  const isRefused = errors.some(({ extensions }) => extensions.code === 'SERVICE_TOKEN_INVALID');
  return isRefused ? REFUSALS.SERVICE_TOKEN_INVALID.status : 200;
}

/** @throws HttpRefusal BAD_USER_INPUT when the body is no GraphQL request */
function readRequest(body: string): OperationRequest {
  const parsed = requestShape.safeParse(parseJson(body));
  if (!parsed.success)
    throw new HttpRefusal('BAD_USER_INPUT', 'El cuerpo no es una solicitud GraphQL.');
  const { query, operationName, variables } = parsed.data;
  return { query, operationName: operationName ?? undefined, variables: variables ?? {} };
}

const requestShape = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});
