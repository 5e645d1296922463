import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Log } from '../log/log.ts';
import { FAULTS, type FaultBody, type FaultCode, isFaultCode } from './faults.ts';

/** The parts of a request's context that the report of a failure needs. */
export interface FaultContext {
  requestId: string;
  log: Log;
}

/**
 * Every error leaves in one form: a Spanish message, `code` and `requestId`, and nothing else. An
 * unknown fault becomes INTERNAL_SERVER_ERROR; its details go to the log only.
 */
export function standardForms(
  errors: readonly GraphQLError[],
  context: FaultContext,
): readonly FaultBody[] {
  return errors.map((error) => standardForm(error.toJSON(), error, context));
}

/** @param original the error with its cause, when there is one; only for the log */
export function standardForm(
  error: GraphQLFormattedError,
  original: GraphQLError | undefined,
  { requestId, log }: FaultContext,
): FaultBody {
  const given = error.extensions?.['code'];
  const code = isFaultCode(given) ? given : 'INTERNAL_SERVER_ERROR';
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

function messageOf(code: FaultCode, message: string): string {
  const standard = FAULTS[code].message;
  if (message.startsWith(standard)) return message;
  return FAULTS[code].explains ? `${standard} ${message}` : standard;
}
