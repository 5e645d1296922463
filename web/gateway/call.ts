import { accessToken, personOfPage, renewAccess } from '../session/access.ts';
import type { Operation } from './operation.ts';
import { type CallResult, type PostOptions, post } from './post.ts';

export type { CallResult, Failure } from './post.ts';

/**
 * Sends an operation as who is signed in. A session that has ended on the way is renewed and the
 * request sent again, once; UNAUTHENTICATED comes back only when renewal failed, or when another
 * person has signed in meanwhile: what one has begun is not sent as another. It never throws.
 */
export async function call<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  options: Omit<PostOptions, 'accessToken'> = {},
): Promise<CallResult<Data>> {
  const token = accessToken();
  const personId = personOfPage();
  const result = await post(operation, variables, { ...options, accessToken: token });
  if (!isUnauthenticated(result)) return result;
  // Another call may have renewed it meanwhile.
  const isRenewed = accessToken() !== token || (await renewAccess()) === 'RENEWED';
  const isOther = personId !== null && personOfPage() !== personId;
  const renewed = accessToken();
  if (!isRenewed || isOther || renewed === null) return result;
  return post(operation, variables, { ...options, accessToken: renewed });
}

/** True also for an answer of which only a part asked for a session. */
function isUnauthenticated(result: CallResult<unknown>): boolean {
  switch (result.kind) {
    case 'ANSWERED':
      return result.errors.some(({ code }) => code === 'UNAUTHENTICATED');
    case 'REFUSED':
      return result.code === 'UNAUTHENTICATED';
    case 'NO_ANSWER':
      return false;
  }
}
