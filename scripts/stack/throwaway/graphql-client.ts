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

/** Sends one GraphQL request by POST. `Data` is what the test expects; nothing checks it. */
export async function query<Data = Record<string, unknown>>(
  url: string,
  document: string,
  variables: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<QueryResponse<Data>> {
  const authorization = 'authorization' in headers ? {} : await authorizationFor(url);
  const given = { ...authorization, ...headers };
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
    },
    body: JSON.stringify({ query: document, variables }),
  });
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
