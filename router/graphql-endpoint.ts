import type { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import { FAULTS } from '../common/errors/faults.ts';
import type { Log } from '../common/log/log.ts';
import { deadlineIn, REQUEST_BUDGET_MS } from '../common/server/deadline.ts';
import {
  type HttpCall,
  HttpFault,
  type HttpReply,
  type Route,
} from '../common/server/http-server.ts';
import { headerMapOf, parseJson } from '../common/server/subgraph-server.ts';
import { clientErrors, codesOf, refusalBody } from './client-errors.ts';
import { apolloLogger } from './gateway.ts';
import type { ClientIdentifier } from './identity/identify-client.ts';
import type { RouterContext } from './router-context.ts';

export interface GraphqlEndpointOptions {
  gateway: ApolloGateway;
  identifier: ClientIdentifier;
  /** Shows the graph to whoever asks: introspection, and the Sandbox for browsers. */
  isOpenToExplore: boolean;
  log: Log;
}

export interface GraphqlEndpoint {
  route: Route;
  /** Stops the gateway too. */
  stop(): Promise<void>;
}

/** The one endpoint that clients talk to: GraphQL over HTTP, by GET and POST. */
export async function startGraphqlEndpoint(
  options: GraphqlEndpointOptions,
): Promise<GraphqlEndpoint> {
  const { gateway, identifier, isOpenToExplore, log } = options;
  const apollo = new ApolloServer<RouterContext>({
    gateway,
    logger: apolloLogger(log),
    introspection: isOpenToExplore,
    hideSchemaDetailsFromClientErrors: !isOpenToExplore, // Else "Did you mean …?" tells names.
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      isOpenToExplore
        ? ApolloServerPluginLandingPageLocalDefault({ footer: false })
        : ApolloServerPluginLandingPageDisabled(),
      clientErrors(),
    ],
  });
  await apollo.start();
  return {
    route: logged(
      identified((call, context) => execute(apollo, call, context), identifier),
      log,
    ),
    stop: () => apollo.stop(),
  };
}

type ContextRoute = (call: HttpCall, context: RouterContext) => Promise<HttpReply>;

/** Gives each request its context, and one line in the log once it is answered. */
function logged(route: ContextRoute, log: Log): Route {
  return async (call) => {
    const startedAtMs = performance.now();
    const { requestId } = call;
    const context: RouterContext = {
      requestId,
      log: log.with({ requestId }),
      deadline: deadlineIn(REQUEST_BUDGET_MS),
      actor: null,
      clientAddress: call.peerAddress,
      cookies: call.headers.cookie,
      replyHeaders: {},
      outcome: { operationName: null, errorCodes: [] },
    };
    const complete = (status: number, errorCodes: string[]) => {
      const durationMs = Math.round(performance.now() - startedAtMs);
      const { operationName } = context.outcome;
      context.log.info('request.completed', { operationName, status, durationMs, errorCodes });
    };
    try {
      const reply = await route(call, context);
      complete(reply.status, context.outcome.errorCodes);
      return reply;
    } catch (error) {
      const code = error instanceof HttpFault ? error.code : 'INTERNAL_SERVER_ERROR';
      complete(FAULTS[code].status, [code]);
      throw error;
    }
  };
}

/** Says in the context who sends the request, and gives the client what usuarios has for it. */
function identified(route: ContextRoute, identifier: ClientIdentifier): ContextRoute {
  return async (call, context) => {
    context.actor = await identifier.identify(call.headers.authorization);
    const reply = await route(call, context);
    return { ...reply, headers: { ...reply.headers, ...context.replyHeaders } };
  };
}

async function execute(
  apollo: ApolloServer<RouterContext>,
  call: HttpCall,
  context: RouterContext,
): Promise<HttpReply> {
  const { method, search } = call;
  if (method !== 'GET' && method !== 'POST') {
    throw new HttpFault('METHOD_NOT_ALLOWED', undefined, { allow: 'GET, POST' });
  }
  const response = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method,
      search,
      headers: headerMapOf(call),
      body: method === 'POST' ? await readJson(call) : undefined,
    },
    context: async () => context,
  });
  // Incremental delivery is not offered, so no answer comes in parts.
  if (response.body.kind !== 'complete') throw new HttpFault('BAD_USER_INPUT');
  const status = response.status ?? 200;
  const headers = { ...Object.fromEntries(response.headers), 'cache-control': 'no-store' };
  if (status < 400) return { status, headers, body: response.body.string };

  const body = refusalBody(response.body.string, status, context);
  if (context.outcome.errorCodes.length === 0) context.outcome.errorCodes = codesOf(body);
  return { status, headers, body };
}

async function readJson(call: HttpCall): Promise<unknown> {
  const [mediaType] = (call.headers['content-type'] ?? '').split(';');
  if (mediaType?.trim().toLowerCase() !== 'application/json') {
    throw new HttpFault('BAD_USER_INPUT', 'Use "content-type: application/json".');
  }
  return parseJson(await call.readBody());
}
