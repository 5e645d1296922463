import { GATEWAY_URL } from './address.ts';
import type { Operation } from './operation.ts';

/** One error of an answer. */
export interface GatewayError {
  message: string;
  code: string;
  /** The place in the answer that it left empty. */
  path: readonly (string | number)[];
}

/** There is an answer; a field that failed is null in it, and an error says why. */
export interface Answered<Data> {
  kind: 'ANSWERED';
  data: Data;
  errors: readonly GatewayError[];
  requestId: string | null;
}

/** The whole request was refused, or nothing of it worked. */
export interface Refused {
  kind: 'REFUSED';
  code: string;
  /** For people, in Spanish. */
  message: string;
  requestId: string | null;
  /** The wait that the gateway asks for, in ms. */
  retryAfterMs: number | null;
}

/** Nothing came back in time, or nothing that the gateway writes: the outcome is unknown. */
export interface NoAnswer {
  kind: 'NO_ANSWER';
}

export type CallResult<Data> = Answered<Data> | Refused | NoAnswer;

/** The outcomes without data. */
export type Failure = Refused | NoAnswer;

export interface PostOptions {
  accessToken?: string | null;
  /** Longest wait for the whole answer, in ms. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

const TIMEOUT_MS = 15_000;

/** Sends a published operation to the gateway, once. It never throws. */
export async function post<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  { accessToken = null, timeoutMs = TIMEOUT_MS, signal }: PostOptions = {},
): Promise<CallResult<Data>> {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(GATEWAY_URL, {
      method: 'POST',
      credentials: 'include',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        'apollographql-client-name': 'web',
        ...(accessToken !== null && { authorization: `Bearer ${accessToken}` }),
      },
      body: JSON.stringify({ documentId: operation.id, variables }),
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    });
    return readAnswer(await response.json(), response);
  } catch {
    // The network, the limit, or a text that is no JSON: each leaves the outcome unknown.
    return { kind: 'NO_ANSWER' };
  }
}

function readAnswer<Data>(body: unknown, { headers }: Response): CallResult<Data> {
  const requestId = headers.get('x-request-id');
  const { data, errors } = asRecord(body);
  const told = Array.isArray(errors) ? errors.map(readError) : [];
  if (isUseful(data, told))
    return { kind: 'ANSWERED', data: data as Data, errors: told, requestId };
  const [first] = told;
  if (first === undefined) return { kind: 'NO_ANSWER' };
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return {
    kind: 'REFUSED',
    code: first.code,
    message: first.message,
    requestId,
    // The till keeps whole milliseconds; a proxy on the way may write anything.
    retryAfterMs: Number.isFinite(seconds) ? Math.max(0, Math.round(seconds * 1000)) : null,
  };
}

/** An answer in which every field failed says no more than its errors. */
function isUseful(data: unknown, errors: readonly GatewayError[]): boolean {
  if (typeof data !== 'object' || data === null) return false;
  return errors.length === 0 || Object.values(data).some((value) => value !== null);
}

function readError(given: unknown): GatewayError {
  const { message, path, extensions } = asRecord(given);
  const { code } = asRecord(extensions);
  return {
    message: typeof message === 'string' ? message : 'Error desconocido.',
    code: typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR',
    path: Array.isArray(path) ? path : [],
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
