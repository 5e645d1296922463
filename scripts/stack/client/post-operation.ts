/** An operation as it is sent. */
export interface SentOperation {
  query: string;
  variables: unknown;
}

export interface PostOptions {
  headers?: Record<string, string>;
  /** Without it the answer is awaited for as long as it takes. */
  timeoutMs?: number;
}

/** Sends an operation to a GraphQL endpoint, as any client does. @throws when no answer comes */
export function postOperation(
  url: string,
  operation: SentOperation,
  { headers, timeoutMs }: PostOptions,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(operation),
    signal: timeoutMs === undefined ? null : AbortSignal.timeout(timeoutMs),
  });
}
