import type { HttpReply } from '../../common/process/http/http-server.ts';
import type { IdentifiedRequest } from '../identity/identified-request.ts';

/** The last stage of a request. */
export type AnsweredRequest = Readonly<{
  /** The request that the answer was made for: identical reads may get the same one. */
  request: IdentifiedRequest;
  reply: HttpReply;
  /** For the log; null for an anonymous operation, and when none ran. */
  operationName: string | null;
  /** One per error in the answer. */
  errorCodes: readonly string[];
}>;

/** The log holds so many characters of an operation's name, which a client chooses. */
const MAX_NAME_CHARACTERS = 100;

/** The name of an operation as the log tells it. */
export function loggedName(operationName: string | null): string | null {
  return operationName?.slice(0, MAX_NAME_CHARACTERS) ?? null;
}
