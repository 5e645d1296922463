import { LRUCache } from 'lru-cache';
import type { HttpCall, HttpReply } from '../../common/process/http/http-server.ts';
import type { TrustedOperation } from '../admission/trusted-documents.ts';
import type { OperationText } from '../execution/graph-versions.ts';
import type { Json } from '../execution/joined-data.ts';
import type { PlanExecutor } from '../execution/plan-executor.ts';
import { finishResult, noteOperation, type Result } from './client-errors.ts';
import { isRecord } from './requested-operation.ts';
import type { RouterContext } from './router-context.ts';

/**
 * Answers requests whose operation ApolloServer has parsed and validated before, without asking it
 * again. All that is new, by GET, or wrong in any way stays its matter: so the rules of HTTP stand
 * in one place.
 */
export interface DirectAnswers {
  /** @returns null for what is ApolloServer's to answer; nothing was sent to a subgraph then */
  answer(request: DirectRequest): Promise<HttpReply> | null;
  /** Takes note of the media type that ApolloServer chose for the answer of an operation. */
  learn(call: HttpCall, reply: HttpReply): void;
}

export interface DirectRequest {
  /** By POST, with a body of JSON. */
  call: HttpCall;
  operation: TrustedOperation;
  context: RouterContext;
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
    answer({ call, operation, context }) {
      const contentType = mediaTypeByAccept.get(acceptOf(call));
      const asked = wellFormed(operation);
      if (contentType === undefined || asked === null) return null;
      const run = executor.runKnown(asked.text, { variables: asked.variables, context });
      if (run === null) return null;
      noteOperation(context, run.operationName);
      return run.result.then((answer) => {
        const { data, errors, extensions } = answer;
        const result: Result = { data };
        if (errors) result.errors = errors.map((error) => error.toJSON());
        if (extensions) result.extensions = extensions;
        const busy = finishResult(result, context, { showsCost, causes: errors });
        return {
          status: busy?.status ?? 200,
          headers: {
            'content-type': contentType,
            'cache-control': 'no-store',
            ...busy?.headers,
            ...context.replyHeaders,
          },
          body: bodyOf(result),
        };
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

function acceptOf({ headers }: HttpCall): string {
  return headers.accept ?? '';
}

/** @returns null for a request whose form ApolloServer may refuse */
function wellFormed(operation: TrustedOperation): { text: OperationText; variables: Json } | null {
  const { query, operationName, variables, extensions } = operation;
  const isNamed = typeof operationName === 'string';
  if (!isNamed && isPresent(operationName)) return null;
  if (isPresent(variables) && !isRecord(variables)) return null;
  if (isPresent(extensions) && !isRecord(extensions)) return null;
  const text = { query, operationName: isNamed ? operationName : undefined };
  return { text, variables: isRecord(variables) ? variables : {} };
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Errors first, as the specification asks, and a last line end for terminals. */
function bodyOf({ errors, data, extensions }: Result): string {
  return `${JSON.stringify({ errors, data, extensions })}\n`;
}
