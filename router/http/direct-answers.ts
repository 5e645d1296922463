import { LRUCache } from 'lru-cache';
import type { HttpCall, HttpReply } from '../../common/process/http/http-server.ts';
import { isObject, type Json } from '../../common/process/http/json.ts';
import type { AdmittedOperation } from '../admission/admission.ts';
import type { OperationText } from '../execution/graph-versions.ts';
import type { PlanAnswer, PlanExecutor } from '../execution/plan-executor.ts';
import type { IdentifiedRequest } from '../identity/identified-request.ts';
import { type AnsweredRequest, loggedName } from './answered-request.ts';
import { finishResult, type Result } from './client-errors.ts';
import { openExchange } from './subgraph-exchange.ts';

/**
 * Answers requests whose operation ApolloServer has parsed and validated before, without asking it
 * again. All that is new, by GET, or wrong in any way stays its matter: so the rules of HTTP stand
 * in one place.
 */
export interface DirectAnswers {
  /**
   * @param operation of the request, which came by POST with a body of JSON
   * @returns null for what is ApolloServer's to answer; nothing was sent to a subgraph then
   */
  answer(operation: AdmittedOperation, request: IdentifiedRequest): Promise<AnsweredRequest> | null;
  /** Takes note of the media type that ApolloServer chose for the answer of an operation. */
  learn(call: HttpCall, reply: HttpReply): void;
}

/** The headers `accept` whose media type is known: clients have few of them. */
const MAX_ACCEPTED = 100;
const MAX_ACCEPT_CHARACTERS = 200;

export function createDirectAnswers(
  executor: PlanExecutor,
  { showsCost }: { showsCost: boolean },
): DirectAnswers {
  const mediaTypeByAccept = new LRUCache<string, string>({ max: MAX_ACCEPTED });

  return {
    answer(operation, request) {
      const contentType = mediaTypeByAccept.get(acceptOf(request.call));
      const asked = wellFormed(operation);
      if (contentType === undefined || asked === null) return null;
      const { context, setCookies, holdsTokens } = openExchange(request);
      const run = executor.runKnown(asked.text, { variables: asked.variables, context });
      if (run === null) return null;
      return run.result.then((answer) => {
        const causes = answer.errors;
        const given = formatted(answer);
        const { result, errorCodes, busy } = finishResult(given, request, { showsCost, causes });
        const reply = {
          status: busy?.status ?? 200,
          headers: {
            'content-type': contentType,
            'cache-control': 'no-store',
            ...busy?.headers,
          },
          setCookies,
          body: bodyOf(result),
          isSecret: holdsTokens(),
        };
        return { request, reply, operationName: loggedName(run.operationName), errorCodes };
      });
    },
    learn(call, { status, headers }) {
      const accept = acceptOf(call);
      const contentType = headers['content-type'];
      if (status !== 200 || contentType === undefined) return;
      if (accept.length <= MAX_ACCEPT_CHARACTERS) mediaTypeByAccept.set(accept, contentType);
    },
  };
}

function formatted({ data, errors, extensions }: PlanAnswer): Result {
  const result: Result = { data };
  if (errors) result.errors = errors.map((error) => error.toJSON());
  if (extensions) result.extensions = extensions;
  return result;
}

function acceptOf({ headers }: HttpCall): string {
  return headers.accept ?? '';
}

/** @returns null for a request whose form ApolloServer may refuse */
function wellFormed(operation: AdmittedOperation): { text: OperationText; variables: Json } | null {
  const { query, operationName, variables, extensions } = operation;
  const isNamed = typeof operationName === 'string';
  if (!isNamed && isPresent(operationName)) return null;
  if (isPresent(variables) && !isObject(variables)) return null;
  if (isPresent(extensions) && !isObject(extensions)) return null;
  const text = { query, operationName: isNamed ? operationName : undefined };
  return { text, variables: isObject(variables) ? variables : {} };
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Errors first, as the specification asks, and a last line end for terminals. */
function bodyOf({ errors, data, extensions }: Result): string {
  return `${JSON.stringify({ errors, data, extensions })}\n`;
}
