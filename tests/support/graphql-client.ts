/** One error of a GraphQL response. */
export interface ResponseError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface QueryResponse<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data | null | undefined;
  readonly errors: readonly ResponseError[] | undefined;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

/** Sends one GraphQL request by POST. `Data` is what the test expects; nothing checks it. */
export async function query<Data = Record<string, unknown>>(
  url: string,
  document: string,
  variables: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<QueryResponse<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
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
