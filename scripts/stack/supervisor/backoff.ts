const firstDelayMs = 250;
const longestDelayMs = 10_000;
const healthyAfterMs = 30_000;

/** The pause before a process that keeps dying is started again. */
export interface Backoff {
  /**
   * The wait before the next start, in ms: doubled with each failure, back to the first step once a
   * process lived for half a minute.
   * @param livedMs the time that the process had lived, when it died
   */
  nextDelayMs(livedMs: number): number;
}

export function createBackoff(): Backoff {
  let failures = 0;
  return {
    nextDelayMs(livedMs) {
      if (livedMs >= healthyAfterMs) failures = 0;
      const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** failures);
      failures += 1;
      return delayMs;
    },
  };
}
