import type { TypedDocument, WholeData } from '../../../common/process/http/typed-document.ts';
import { postOperation } from '../client/post-operation.ts';

/** One error of a GraphQL response. */
export interface ResponseError {
  message: string;
  path?: readonly (string | number)[];
  extensions?: Readonly<Record<string, unknown>>;
}

export interface QueryResponse<Data> {
  status: number;
  headers: Headers;
  data: Data | null | undefined;
  errors: readonly ResponseError[] | undefined;
  extensions: Readonly<Record<string, unknown>> | undefined;
}

/** Header of a request that is nobody's, where the others are signed in. */
export const ANONYMOUS = { authorization: '' };

/** The sources of access tokens by address; requests to other addresses are anonymous. */
const tokenSources = new Map<string, () => Promise<string>>();

/** From now on requests to this address carry a token, unless they say otherwise. */
export function signRequestsTo(url: string, tokenSource: () => Promise<string>): void {
  tokenSources.set(url, tokenSource);
}

/** The header that signs a request to this address in; empty where nobody is. */
export async function authorizationFor(url: string): Promise<Record<string, string>> {
  const tokenSource = tokenSources.get(url);
  return tokenSource ? { authorization: `Bearer ${await tokenSource()}` } : {};
}

/**
 * Sends an operation by POST; the document says what it takes and what it answers. Root
 * fields have the type of a whole answer: a test of absence expects null in them by itself.
 */
export function send<Data, Variables>(
  url: string,
  document: TypedDocument<Data, Variables>,
  variables: NoInfer<Variables>,
  headers: Readonly<Record<string, string>> = {},
): Promise<QueryResponse<WholeData<Data>>> {
  return post<WholeData<Data>>(url, document, variables, headers);
}

/** Sends a text of the caller's own. `Data` is what the caller expects; nothing checks it. */
export function query<Data = Record<string, unknown>>(
  url: string,
  document: string,
  variables: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<QueryResponse<Data>> {
  return post<Data>(url, document, variables, headers);
}

async function post<Data>(
  url: string,
  document: string,
  variables: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<QueryResponse<Data>> {
  const authorization = 'authorization' in headers ? {} : await authorizationFor(url);
  const given = { ...authorization, ...headers };
  const response = await postOperation(
    url,
    { query: document, variables },
    { headers: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')) },
  );
  const body = (await response.json()) as {
    data?: Data | null;
    errors?: ResponseError[];
    extensions?: Record<string, unknown>;
  };
  return {
    status: response.status,
    headers: response.headers,
    data: body.data,
    errors: body.errors,
    extensions: body.extensions,
  };
}
