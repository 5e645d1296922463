import { setTimeout as delay } from 'node:timers/promises';
import { isSystemError } from '../../operate/environment/operator-error.ts';

const POLL_INTERVAL_MS = 50;
const ANSWER_LIMIT_MS = 2_000;

/** True when the address answers 200 now. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch (error) {
    // Nobody listens yet, or no answer in time: fetch reports both as errors.
    if (error instanceof TypeError || error instanceof DOMException || isSystemError(error)) {
      return false;
    }
    throw error;
  }
}

/** Waits until the address answers 200; false when the limit passes or the signal aborts first. */
export async function waitUntilReady(
  url: string,
  { limitMs, signal }: { limitMs: number; signal: AbortSignal },
): Promise<boolean> {
  const giveUpAtMs = Date.now() + limitMs;
  while (!signal.aborted && Date.now() < giveUpAtMs) {
    if (await isReady(url)) return true;
    await delay(POLL_INTERVAL_MS);
  }
  return false;
}
