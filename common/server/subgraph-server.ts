import { ApolloServer, type BaseContext, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Log } from '../log/log.ts';
import {
  type Caller,
  createVerifier,
  SERVICE_TOKEN_HEADER,
  ServiceTokenError,
} from '../service-token/service-token.ts';
import { DEADLINE_HEADER, type Deadline, deadlineFromHeader } from './deadline.ts';
import type { Health } from './health.ts';
import {
  closeGracefully,
  createHttpServer,
  type HttpCall,
  HttpFault,
  type HttpReply,
  listen,
  type Route,
} from './http-server.ts';
import { standardErrors } from './standard-errors.ts';

/** What every request to a subgraph brings. */
export interface RequestContext extends BaseContext {
  caller: Caller;
  requestId: string;
  deadline: Deadline;
  /** Aborted when the caller has gone before it was answered. */
  clientGone: AbortSignal;
  /** The client's cookies; only usuarios is given them. */
  cookies: string | undefined;
  /** Headers to send with the answer; a resolver may add some. */
  replyHeaders: Record<string, string>;
  log: Log;
}

export interface SubgraphServerOptions<Context extends RequestContext> {
  /** Its name: the audience of the tokens that it accepts. */
  name: string;
  schema: GraphQLSchema;
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
  const apollo = new ApolloServer<Context>({
    schema: options.schema,
    introspection: true, // Behind the service token; `_service` would give the SDL anyway.
    csrfPrevention: false, // No browser holds a service token.
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      standardErrors<Context>(),
    ],
  });
  await apollo.start();

  const authenticate = createAuthenticator(name, options.secretsByCaller, log);
  const graphql = async (call: HttpCall) => {
    const { caller, body } = await authenticate(call);
    const context = options.extendContext({
      caller,
      requestId: call.requestId,
      deadline: deadlineFromHeader(call.headers[DEADLINE_HEADER]),
      clientGone: call.clientGone,
      cookies: call.headers.cookie,
      replyHeaders: {},
      log: log.with({ requestId: call.requestId }),
    });
    return execute(apollo, call, { body, context });
  };

  const routes = { ...health.routes, ...options.publicRoutes, [GRAPHQL_PATH]: graphql };
  const server = createHttpServer({ routes, maxBodyBytes: MAX_BODY_BYTES, log });
  const port = await listen(server, options.host, options.port);
  return {
    port,
    async stop() {
      await closeGracefully(server);
      await apollo.stop();
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
      throw new HttpFault('SERVICE_TOKEN_INVALID');
    }
  };
}

async function execute<Context extends RequestContext>(
  apollo: ApolloServer<Context>,
  call: HttpCall,
  { body, context }: { body: string; context: Context },
): Promise<HttpReply> {
  if (call.method !== 'POST')
    throw new HttpFault('METHOD_NOT_ALLOWED', undefined, { allow: 'POST' });
  const response = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: call.method,
      headers: headerMapOf(call),
      search: call.search,
      body: parseJson(body),
    },
    context: async () => context,
  });
  if (response.body.kind !== 'complete') throw new HttpFault('BAD_USER_INPUT');
  return {
    status: response.status ?? 200,
    headers: { ...Object.fromEntries(response.headers), ...context.replyHeaders },
    body: response.body.string,
  };
}

/** The headers of a request in the form that Apollo Server takes. */
export function headerMapOf(call: HttpCall): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(call.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/** @throws HttpFault BAD_USER_INPUT when the text is no JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const fault = new HttpFault('BAD_USER_INPUT', 'El cuerpo no es JSON.');
    fault.cause = cause;
    throw fault;
  }
}
