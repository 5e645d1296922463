import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher, Pool } from 'undici';

/** A whole answer. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** The body; it goes by POST. */
export interface Posted {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** The answer was not whole within the time that it had. */
export class AnswerTimeoutError extends Error {
  override name = 'TimeoutError';
}

/**
 * Sends a request and collects its answer, with less work than undici's own `request`, which makes
 * streams and signals for cases that do not occur between our services.
 * @param timeoutMs for all of it, also the wait for a connection; what was not sent by then is not
 * @throws AnswerTimeoutError, or undici's errors when there is no whole answer
 */
export function exchange(pool: Pool, posted: Posted, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let late: AnswerTimeoutError | null = null;
    const timer = setTimeout(() => {
      late = new AnswerTimeoutError(`no whole answer within ${timeoutMs} ms`);
      controller?.abort(late);
      reject(late);
    }, timeoutMs);
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    const chunks: Buffer[] = [];

    pool.dispatch(
      { method: 'POST', ...posted },
      {
        onRequestStart(started) {
          controller = started;
          if (late) started.abort(late);
        },
        onResponseStart(_, statusCode, given) {
          status = statusCode;
          headers = given;
        },
        onResponseData(_, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          clearTimeout(timer);
          resolve({ status, headers, text: textOf(chunks) });
        },
        onResponseError(_, error) {
          clearTimeout(timer);
          reject(error);
        },
      },
    );
  });
}

function textOf(chunks: readonly Buffer[]): string {
  const [first, ...more] = chunks;
  if (!first) return '';
  return (more.length === 0 ? first : Buffer.concat(chunks)).toString('utf8');
}
