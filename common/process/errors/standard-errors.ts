import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Log } from '../log/log.ts';
import { isRefusalCode, REFUSALS, type RefusalBody, type RefusalCode } from './refusals.ts';

/** The parts of a request's context that the report of a failure needs. */
export interface RefusalContext {
  requestId: string;
  log: Log;
}

/**
 * Every error leaves in one form: a Spanish message, `code` and `requestId`, and nothing else. An
 * unknown refusal becomes INTERNAL_SERVER_ERROR; its details go to the log only.
 */
export function standardForms(
  errors: readonly GraphQLError[],
  context: RefusalContext,
): readonly RefusalBody[] {
  return errors.map((error) => standardForm(error.toJSON(), error, context));
}

/** @param original the error with its cause, when there is one; only for the log */
export function standardForm(
  error: GraphQLFormattedError,
  original: GraphQLError | undefined,
  { requestId, log }: RefusalContext,
): RefusalBody {
  const given = error.extensions?.['code'];
  const code = isRefusalCode(given) ? given : 'INTERNAL_SERVER_ERROR';
  if (code === 'INTERNAL_SERVER_ERROR') {
    const cause = original?.originalError ?? original ?? new Error(error.message);
    log.error('request.failed', { path: error.path, error: cause });
  }
  return {
    message: messageOf(code, error.message),
    ...(error.path && { path: error.path }),
    ...(error.locations && { locations: error.locations }),
    extensions: { code, requestId },
  };
}

function messageOf(code: RefusalCode, message: string): string {
  const standard = REFUSALS[code].message;
  if (message.startsWith(standard)) return message;
  return REFUSALS[code].explains ? `${standard} ${message}` : standard;
}
