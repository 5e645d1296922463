import { setTimeout as delay } from 'node:timers/promises';

const POLL_INTERVAL_MS = 20;

/**
 * Waits until a condition holds and returns its value: no fixed sleeps in tests.
 * @param condition returns something truthy when it holds; what it throws counts as "not yet"
 * @throws Error saying what was awaited, with the last failure, when the limit passes
 */
export async function eventually<Value>(
  what: string,
  condition: () => Value | Promise<Value>,
  limitMs = 10_000,
): Promise<NonNullable<Value>> {
  const giveUpAtMs = performance.now() + limitMs;
  let lastError: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > giveUpAtMs) {
      throw new Error(`not within ${limitMs} ms: ${what}`, { cause: lastError });
    }
    await delay(POLL_INTERVAL_MS);
  }
}
