// Connections to the graph that never throw: why no answer came is a code, as a refusal is.
import { Pool } from 'undici';
import type { TypedDocument, WholeData } from '../../common/process/http/typed-document.ts';
import { authorizationFor } from '../../scripts/stack/throwaway/graphql-client.ts';

export interface GraphAnswer<Data> {
  data: Data | null;
  /** Of the first error, or of why there is no answer; null when there is no error. */
  refusal: string | null;
  /** Whether it says when to come again. */
  hasRetryAfter: boolean;
}

export interface GraphConnection {
  send<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: NoInfer<Variables>,
  ): Promise<GraphAnswer<WholeData<Data>>>;
  close(): Promise<void>;
}

const ANSWER_LIMIT_MS = 10_000;

/** @param connections at once */
export function connectToGraph(url: string, connections: number): GraphConnection {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections });
  return {
    async send<Data, Variables>(query: TypedDocument<Data, Variables>, variables: Variables) {
      try {
        const response = await pool.request({
          method: 'POST',
          path: pathname,
          headers: { 'content-type': 'application/json', ...(await authorizationFor(url)) },
          body: JSON.stringify({ query, variables }),
          signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
        });
        const { data = null, errors = [] } = (await response.body.json()) as Body<WholeData<Data>>;
        const [error] = errors;
        const refusal = error ? (error.extensions?.code ?? 'NO_CODE') : null;
        return { data, refusal, hasRetryAfter: response.headers['retry-after'] !== undefined };
      } catch (error) {
        return { data: null, refusal: failureOf(error), hasRetryAfter: false };
      }
    },
    close: () => pool.destroy(),
  };
}

interface Body<Data> {
  data?: Data | null;
  errors?: { extensions?: { code?: string } }[];
}

/** A name for why no answer came: the system's or undici's code, else the kind of error. */
function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
