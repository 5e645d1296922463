// The rules of an idempotency key of the back office, without a component.
import type { CallResult } from '../gateway/call.ts';

/** The memory between the tries of one dialog. */
export interface KeyedAttempt {
  key: string;
  /** The content that was sent with the key; null before the first try. */
  content: string | null;
  /** The last try may have been carried out; nobody knows. */
  isUnknown: boolean;
}

/** After these the gateway may have done what was asked. */
const UNKNOWN_CODES = new Set([
  'SERVICE_UNAVAILABLE',
  'TIMEOUT',
  'INTERNAL_SERVER_ERROR',
  'SALE_IN_PROGRESS',
]);

/** The attempt of a dialog that has just been opened. */
export function newAttempt(key: string): KeyedAttempt {
  return { key, content: null, isUnknown: false };
}

/**
 * The attempt of the next try. The same content keeps its key, and so does any other one while
 * the outcome of the last try is unknown: the gateway then refuses what would be done twice.
 */
export function nextTry(
  { key, content, isUnknown }: KeyedAttempt,
  next: string,
  newKey: () => string,
): KeyedAttempt {
  const isKept = content === null || content === next || isUnknown;
  return { key: isKept ? key : newKey(), content: next, isUnknown };
}

/** The attempt after an answer to its try. */
export function afterTry(
  attempt: KeyedAttempt,
  result: CallResult<unknown>,
  userErrorCodes: readonly string[],
): KeyedAttempt {
  return { ...attempt, isUnknown: isDoubtful(attempt, result, userErrorCodes) };
}

function isDoubtful(
  attempt: KeyedAttempt,
  result: CallResult<unknown>,
  userErrorCodes: readonly string[],
): boolean {
  switch (result.kind) {
    case 'NO_ANSWER':
      return true;
    case 'REFUSED':
      // A refusal of this try says nothing of an earlier one that got no answer.
      return attempt.isUnknown || UNKNOWN_CODES.has(result.code);
    case 'ANSWERED': {
      const codes = [...userErrorCodes, ...result.errors.map(({ code }) => code)];
      return codes.some((code) => UNKNOWN_CODES.has(code) || code === 'IDEMPOTENCY_KEY_REUSED');
    }
  }
}
