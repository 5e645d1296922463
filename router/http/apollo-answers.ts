import {
  ApolloServer,
  type ApolloServerOptions,
  type ApolloServerPlugin,
  type BaseContext,
  type HeaderMap,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { HttpRefusal } from '../../common/process/http/http-server.ts';
import type { Log } from '../../common/process/log/log.ts';
import type { TrustedOperation } from '../admission/trusted-documents.ts';
import type { IdentifiedRequest } from '../identity/identified-request.ts';
import type { CallContext } from '../subgraph-calls/subgraph-call.ts';
import { apolloLogger, type Gateway } from '../supergraph/gateway.ts';
import { type AnsweredRequest, loggedName } from './answered-request.ts';
import { codesOf, finishResult, refusalBody } from './client-errors.ts';
import { headerMapOf } from './header-map.ts';
import { openExchange } from './subgraph-exchange.ts';

export interface ApolloAnswersOptions {
  gateway: Gateway['forServer'];
  /** Shows the graph to whoever asks: introspection, and the Sandbox for browsers. */
  isOpenToExplore: boolean;
  /** Adds the cost of each operation to its answer. */
  showsCost: boolean;
  log: Log;
}

/** Answers any request as GraphQL over HTTP asks, by ApolloServer. */
export interface ApolloAnswers {
  answer(request: IdentifiedRequest): Promise<AnsweredRequest>;
  /** Stops the gateway too. */
  stop(): Promise<void>;
}

/** The Sandbox's page lists what it may load; this adds that nobody may frame it. */
const SANDBOX_POLICY = "frame-ancestors 'none'";

/** Memory for parsed documents, in bytes; those that come by POST again pass them by. */
const MAX_DOCUMENTS_BYTES = 16 * 1024 * 1024;
/** A document in memory is about so many times as large as its text. */
const BYTES_PER_CHARACTER = 150;

type DocumentStore = NonNullable<ApolloServerOptions<BaseContext>['documentStore']>;

/** Keeps the documents that ApolloServer has parsed and validated, bounded by bytes. */
function createDocumentStore(): DocumentStore {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: MAX_DOCUMENTS_BYTES,
    sizeCalculation: ({ loc }) => (loc?.end ?? 0) * BYTES_PER_CHARACTER + 1,
  });
  return {
    get: async (key) => documents.get(key),
    set: async (key, document) => void documents.set(key, document),
    delete: async (key) => documents.delete(key),
  };
}

/** Starts ApolloServer, and the gateway with it. */
export async function startApolloAnswers(options: ApolloAnswersOptions): Promise<ApolloAnswers> {
  const { gateway, isOpenToExplore, showsCost, log } = options;
  const apollo = new ApolloServer<RunContext>({
    gateway,
    logger: apolloLogger(log),
    introspection: isOpenToExplore,
    hideSchemaDetailsFromClientErrors: !isOpenToExplore, // Else "Did you mean …?" tells names.
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    documentStore: createDocumentStore(),
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
      clientForm({ showsCost }),
    ],
  });
  await apollo.start();
  return { answer: (request) => answer(apollo, request), stop: () => apollo.stop() };
}

/** The one channel through ApolloServer, which gives back nothing but the reply. */
interface RunContext extends CallContext {
  request: IdentifiedRequest;
  seen: SeenRun;
}

/** Facts about a run of ApolloServer that its plugin has seen. */
interface SeenRun {
  operationName: string | null;
  errorCodes: string[];
  /** The request itself could be read, whatever became of the operation in it. */
  isWellFormed: boolean;
}

/** Brings every error of an answer into the one form that clients see. */
function clientForm({ showsCost }: { showsCost: boolean }): ApolloServerPlugin<RunContext> {
  return {
    async requestDidStart({ contextValue: { request, seen } }) {
      return {
        async didResolveSource() {
          seen.isWellFormed = true;
        },
        async didResolveOperation({ operationName }) {
          seen.operationName = loggedName(operationName);
        },
        async willSendResponse({ response: { body, http }, errors: causes }) {
          if (body.kind !== 'single') return;
          const { status } = http;
          const finished = finishResult(body.singleResult, request, { showsCost, status, causes });
          body.singleResult = finished.result;
          seen.errorCodes = finished.errorCodes;
          if (!finished.busy) return;
          http.status = finished.busy.status;
          for (const [name, value] of Object.entries(finished.busy.headers)) {
            http.headers.set(name, value);
          }
        },
      };
    },
  };
}

async function answer(
  apollo: ApolloServer<RunContext>,
  request: IdentifiedRequest,
): Promise<AnsweredRequest> {
  const { call, operation, body } = request;
  const { context, setCookies, holdsTokens } = openExchange(request);
  const seen: SeenRun = { operationName: null, errorCodes: [], isWellFormed: false };
  const isPost = call.method === 'POST';
  const response = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: call.method,
      search: !isPost && operation ? searchOf(operation) : call.search,
      headers: headerMapOf(call),
      body: isPost && operation ? sentFields(operation) : body,
    },
    context: async () => ({ ...context, request, seen }),
  });
  // Incremental delivery is not offered, so no answer comes in parts.
  if (response.body.kind !== 'complete') throw new HttpRefusal('BAD_USER_INPUT');
  const { string: given } = response.body;
  const { status = 200 } = response;
  const { operationName } = seen;
  const headers = headersOf(response.headers);
  if (status < 400) {
    const reply = { status, headers, setCookies, body: given, isSecret: holdsTokens() };
    return { request, reply, operationName, errorCodes: seen.errorCodes };
  }
  const text = refusalBody(given, status, request);
  const errorCodes = seen.errorCodes.length > 0 ? seen.errorCodes : codesOf(text);
  const reply = {
    status: statusFor(status, response.headers, seen),
    headers,
    setCookies,
    body: text,
    isSecret: holdsTokens(),
  };
  return { request, reply, operationName, errorCodes };
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
function statusFor(status: number, headers: HeaderMap, { isWellFormed }: SeenRun): number {
  const isOlderType = headers.get('content-type')?.startsWith('application/json') ?? false;
  return status === 400 && isWellFormed && isOlderType ? 200 : status;
}

/** The fields of an operation as a client sends it: one that is there and undefined is refused. */
function sentFields(operation: TrustedOperation): Record<string, unknown> {
  const { query, operationName, variables, extensions } = operation;
  const fields = Object.entries({ query, operationName, variables, extensions });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

function searchOf(operation: TrustedOperation): string {
  const fields = Object.entries(sentFields(operation)).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return `?${new URLSearchParams(fields)}`;
}
