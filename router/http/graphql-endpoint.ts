import { ApolloServer, type HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import { FAULTS } from '../../common/process/errors/faults.ts';
import { deadlineIn, REQUEST_BUDGET_MS } from '../../common/process/http/deadline.ts';
import {
  type HttpCall,
  HttpFault,
  type HttpReply,
  type Route,
} from '../../common/process/http/http-server.ts';
import type { Log } from '../../common/process/log/log.ts';
import type { Admission, AdmittedOperation } from '../admission/admission.ts';
import type { TrustedOperation } from '../admission/trusted-documents.ts';
import { NOBODY } from '../identity/client-identity.ts';
import type { ClientIdentifier } from '../identity/identify-client.ts';
import type { InFlightCalls } from '../subgraph-calls/in-flight-calls.ts';
import { apolloLogger, type Gateway } from '../supergraph/gateway.ts';
import { clientErrors, codesOf, refusalBody } from './client-errors.ts';
import { createDirectAnswers, type DirectAnswers } from './direct-answers.ts';
import { headerMapOf } from './header-map.ts';
import { readJson, requestedOperation } from './requested-operation.ts';
import type { RouterContext } from './router-context.ts';
import { SANDBOX_POLICY } from './security-headers.ts';

export interface GraphqlEndpointOptions {
  gateway: Pick<Gateway, 'forServer' | 'executor'>;
  identifier: ClientIdentifier;
  admission: Admission;
  /** The same that the calls to subgraphs go through: each write there ends what may be joined. */
  inFlight: InFlightCalls;
  /** Shows the graph to whoever asks: introspection, and the Sandbox for browsers. */
  isOpenToExplore: boolean;
  /** Adds the cost of each operation to its answer. */
  showsCost: boolean;
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
  const { gateway, identifier, admission, inFlight, isOpenToExplore, showsCost, log } = options;
  const apollo = new ApolloServer<RouterContext>({
    gateway: gateway.forServer,
    logger: apolloLogger(log),
    introspection: isOpenToExplore,
    hideSchemaDetailsFromClientErrors: !isOpenToExplore, // Else "Did you mean …?" tells names.
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false, // Clients could fill the cache; ids of the manifest need none.
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
      clientErrors({ showsCost }),
    ],
  });
  await apollo.start();
  const direct = createDirectAnswers(gateway.executor, { showsCost });
  const parts: EndpointParts = { apollo, direct, identifier, admission, inFlight };
  return {
    route: logged((call, context) => execute(parts, call, context), log),
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
      ...NOBODY,
      cookies: call.headers.cookie,
      replyHeaders: {},
      cost: null,
      outcome: { operationName: null, errorCodes: [], isWellFormed: false },
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

interface EndpointParts {
  apollo: ApolloServer<RouterContext>;
  direct: DirectAnswers;
  identifier: ClientIdentifier;
  admission: Admission;
  inFlight: InFlightCalls;
}

async function execute(
  parts: EndpointParts,
  call: HttpCall,
  context: RouterContext,
): Promise<HttpReply> {
  const { method } = call;
  if (method !== 'GET' && method !== 'POST') {
    throw new HttpFault('METHOD_NOT_ALLOWED', undefined, { allow: 'GET, POST' });
  }
  const body = method === 'POST' ? await readJson(call) : undefined;
  const requested = requestedOperation(call, body);
  const admitted = requested && (await parts.admission.admit(requested, call, context));
  // After the client's budget has paid: verifying what strangers make up is work too.
  Object.assign(context, await parts.identifier.identify(call));
  const run = () => runOperation(parts, { call, context, admitted, body });
  if (method === 'GET' || !admitted?.isRead) return (await run()).reply;

  const key = JSON.stringify([context.identity, call.headers.accept, bodyOf(admitted)]);
  const first = await parts.inFlight.read(key, run);
  // Errors carry the id of their own request, so an answer with errors is nobody else's.
  const isOwn = first.context === context || first.context.outcome.errorCodes.length === 0;
  if (!isOwn) return (await run()).reply;
  context.outcome = first.context.outcome;
  return first.reply;
}

interface Run {
  call: HttpCall;
  context: RouterContext;
  /** Null when the request names no operation: what was sent is Apollo's to refuse. */
  admitted: AdmittedOperation | null;
  body: unknown;
}

interface Answer {
  reply: HttpReply;
  /** Of the request that it was made for. */
  context: RouterContext;
}

async function runOperation({ apollo, direct }: EndpointParts, run: Run): Promise<Answer> {
  const { call, context, admitted } = run;
  if (!admitted || call.method !== 'POST') return runInApollo(apollo, run);
  const reply = await direct.answer({ call, operation: admitted, context });
  if (reply) return { reply, context };
  const answer = await runInApollo(apollo, run);
  direct.learn(call, answer.reply);
  return answer;
}

async function runInApollo(apollo: ApolloServer<RouterContext>, run: Run): Promise<Answer> {
  const { call, context, admitted, body } = run;
  const isPost = call.method === 'POST';
  const response = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: call.method,
      search: !isPost && admitted ? searchOf(admitted) : call.search,
      headers: headerMapOf(call),
      body: isPost && admitted ? bodyOf(admitted) : body,
    },
    context: async () => context,
  });
  // Incremental delivery is not offered, so no answer comes in parts.
  if (response.body.kind !== 'complete') throw new HttpFault('BAD_USER_INPUT');
  const given = response.status ?? 200;
  const headers = { ...headersOf(response.headers), ...context.replyHeaders };
  if (given < 400) {
    return { reply: { status: given, headers, body: response.body.string }, context };
  }
  const text = refusalBody(response.body.string, given, context);
  if (context.outcome.errorCodes.length === 0) context.outcome.errorCodes = codesOf(text);
  const status = statusFor(given, response.headers, context);
  return { reply: { status, headers, body: text }, context };
}

function headersOf(given: HeaderMap): Record<string, string> {
  const headers = { ...Object.fromEntries(given), 'cache-control': 'no-store' };
  const isSandbox = given.get('content-type')?.startsWith('text/html') ?? false;
  return isSandbox ? { ...headers, 'content-security-policy': SANDBOX_POLICY } : headers;
}

/**
 * GraphQL over HTTP keeps 400 for requests that cannot be read: as `application/json`, the refusal
 * of an operation in a request that could be read is an answer like any other.
 */
function statusFor(status: number, headers: HeaderMap, { outcome }: RouterContext): number {
  const isOlderType = headers.get('content-type')?.startsWith('application/json') ?? false;
  return status === 400 && outcome.isWellFormed && isOlderType ? 200 : status;
}

/** Fields that are there and undefined would be refused. */
function bodyOf({ query, operationName, variables, extensions }: TrustedOperation) {
  const fields = Object.entries({ query, operationName, variables, extensions });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

function searchOf(operation: TrustedOperation): string {
  const fields = Object.entries(bodyOf(operation)).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return `?${new URLSearchParams(fields)}`;
}
