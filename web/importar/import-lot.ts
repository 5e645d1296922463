import { call } from '../gateway/call.ts';
import type { Failure } from '../gateway/post.ts';
import { IMPORTAR_PRODUCTOS_IMPORTAR } from '../generated/operations.ts';
import type { ImportRow } from './import-rows.ts';
import { type JudgedRow, judgeLot } from './judge-lot.ts';

/** Rows that travel in one request. */
export const LOT_SIZE = 500;
/** A lot of rows takes longer than a click, in ms. */
const TIMEOUT_MS = 60_000;
const TRIES = 3;
/** The wait before another try, in ms. */
const RETRY_MS = 2_000;

/** Outcomes that a wait may change. */
const PASSING = new Set(['RATE_LIMITED', 'SERVER_BUSY', 'SERVICE_UNAVAILABLE', 'TIMEOUT']);

export type LotOutcome = { kind: 'JUDGED'; rows: JudgedRow[] } | Failure;

/**
 * Judges a lot of rows, or writes them. A lot whose answer was lost is sent again: rows that were
 * written by then are as they should be, and nothing of them happens twice.
 */
export async function sendLot(
  rows: readonly ImportRow[],
  { isDryRun, signal }: { isDryRun: boolean; signal: AbortSignal },
): Promise<LotOutcome> {
  const input = { rows: rows.map((row) => row.input), dryRun: isDryRun };
  for (let tries = 1; ; tries += 1) {
    const result = await call(
      IMPORTAR_PRODUCTOS_IMPORTAR,
      { input },
      { timeoutMs: TIMEOUT_MS, signal },
    );
    if (result.kind === 'ANSWERED') {
      const payload = result.data.importarProductos;
      if (payload !== null) return { kind: 'JUDGED', rows: judgeLot(rows, payload) };
      return { kind: 'NO_ANSWER' };
    }
    const waitMs = result.kind === 'REFUSED' ? result.retryAfterMs : null;
    const isPassing = result.kind === 'NO_ANSWER' || PASSING.has(result.code);
    if (!isPassing || tries >= TRIES || signal.aborted) return result;
    await new Promise((resolve) => setTimeout(resolve, waitMs ?? RETRY_MS));
  }
}
