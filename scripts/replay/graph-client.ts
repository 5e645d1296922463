import { ExponentialBackoff, handleType, retry } from 'cockatiel';
import { z } from 'zod';
import { isRefusalCode, REFUSALS } from '../../common/process/errors/refusals.ts';
import type { TypedDocument, WholeData } from '../../common/process/http/typed-document.ts';
import { INICIAR_SESION } from '../../operations/generated/iniciar-sesion.api.ts';
import { OperatorError } from '../operate/environment/operator-error.ts';
import { postOperation, type SentOperation } from '../stack/client/post-operation.ts';

/** Sends one named operation and returns its data, of which no service's part is missing. */
export type Execute = <Data, Variables>(
  document: TypedDocument<Data, Variables>,
  variables: NoInfer<Variables>,
) => Promise<WholeData<Data>>;

/** The router, or what stands behind it, could not answer: the same request may be sent again. */
export class TransientError extends Error {}

/** The graph refused the request itself; sending it again cannot help. */
export class RefusedError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const REQUEST_TIMEOUT_MS = 10_000;
/** With these delays the last of the tries is made about two minutes after the first. */
const RETRIES = { maxAttempts: 50, initialDelayMs: 250, maxDelayMs: 3_000 };

const answerShape = z.object({
  data: z.unknown(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.object({ code: z.string() }).partial().optional(),
      }),
    )
    .optional(),
});

/** The user in whose name the replay works with the graph. */
export interface Credentials {
  email: string;
  password: string;
}

/**
 * Makes a client of the graph's public endpoint, which signs in when it must and again when its
 * session has ended.
 * @param credentials null for what anyone may do
 * @throws TransientError or RefusedError when there is no data, or only part of it
 */
export function createExecute(url: string, credentials: Credentials | null = null): Execute {
  const anonymous = executeAs(url, async () => null);
  if (credentials === null) return anonymous;
  let token: Promise<string> | null = null;
  const signedIn = executeAs(url, () => {
    token ??= signIn(anonymous, credentials);
    return token;
  });
  return async (document, variables) => {
    try {
      return await signedIn(document, variables);
    } catch (error) {
      const hasEnded = error instanceof RefusedError && error.code === 'UNAUTHENTICATED';
      if (hasEnded || error instanceof TransientError) token = null;
      throw hasEnded ? new TransientError('the session has ended') : error;
    }
  };
}

async function signIn(anonymous: Execute, credentials: Credentials): Promise<string> {
  const { iniciarSesion } = await anonymous(INICIAR_SESION, { input: credentials });
  const { accessToken, userErrors } = iniciarSesion;
  if (accessToken !== null) return accessToken;
  const [error] = userErrors;
  if (error?.code === 'TOO_MANY_ATTEMPTS') throw new TransientError(error.message);
  throw new RefusedError(
    error?.code ?? 'NO_TOKEN',
    `${credentials.email} cannot sign in: ${error?.message ?? ''}`,
  );
}

/** Whether a refusal passes by itself; every other one says that the request is wrong. */
function passes(code: string, httpStatus: number): boolean {
  if (code === 'RATE_LIMITED' || httpStatus >= 500) return true;
  return isRefusalCode(code) && REFUSALS[code].status >= 500;
}

/** The same for a caller who has tokens of their own; null: for what anyone may do. */
export function executeAs(url: string, tokenOf: () => Promise<string | null>): Execute {
  return async <Data, Variables>(query: TypedDocument<Data, Variables>, variables: Variables) => {
    const { status, text } = await post(url, { query, variables }, await tokenOf());
    const answer = answerShape.safeParse(parseJson(text));
    if (!answer.success) {
      const message = `${url} answered HTTP ${status} and no GraphQL`;
      throw status >= 500 ? new TransientError(message) : new RefusedError('NOT_GRAPHQL', message);
    }
    const [first] = answer.data.errors ?? [];
    if (first !== undefined) {
      const code = first.extensions?.code ?? `HTTP_${status}`;
      const message = `${code}: ${first.message}`;
      throw passes(code, status) ? new TransientError(message) : new RefusedError(code, message);
    }
    return answer.data.data as WholeData<Data>;
  };
}

/** Runs a step again while it fails with TransientError; it must be safe to repeat. */
export type Persist = <T>(step: () => Promise<T>) => Promise<T>;

/**
 * Makes the policy for steps that must get through: tried again for about two minutes.
 * @param stop no try is begun after it, apart from one that is already waiting
 * @throws OperatorError when the step still fails after that
 */
export function createPersist(stop: AbortSignal, retries = RETRIES): Persist {
  const policy = retry(handleType(TransientError), {
    maxAttempts: retries.maxAttempts,
    backoff: new ExponentialBackoff({
      initialDelay: retries.initialDelayMs,
      maxDelay: retries.maxDelayMs,
    }),
  });
  return async (step) => {
    try {
      return await policy.execute(step, stop);
    } catch (error) {
      if (!(error instanceof TransientError) || stop.aborted) throw error;
      throw new OperatorError(
        `Gave up after ${retries.maxAttempts} retries (${error.message}): see the services' logs, ` +
          'then run the same command again; it goes on where it stopped.',
      );
    }
  };
}

interface Reply {
  status: number;
  text: string;
}

async function post(url: string, operation: SentOperation, token: string | null): Promise<Reply> {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  try {
    const response = await postOperation(url, operation, {
      headers,
      timeoutMs: REQUEST_TIMEOUT_MS,
    });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    throw new TransientError(`${url} does not answer`, { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
