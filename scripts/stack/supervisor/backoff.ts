const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
const HEALTHY_AFTER_MS = 30_000;

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
      if (livedMs >= HEALTHY_AFTER_MS) failures = 0;
      const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
      failures += 1;
      return delayMs;
    },
  };
}
