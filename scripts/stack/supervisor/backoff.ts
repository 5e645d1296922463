const firstDelayMs = 250;
const longestDelayMs = 10_000;
const healthyAfterMs = 30_000;

/** How long to wait before a process that keeps dying is started again. */
export class Backoff {
  #failures = 0;

  /**
   * The wait before the next start, in ms: doubled with each failure, back to the first step once a
   * process lived for half a minute.
   * @param livedMs how long the process that died had lived
   */
  nextDelayMs(livedMs: number): number {
    if (livedMs >= healthyAfterMs) this.#failures = 0;
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** this.#failures);
    this.#failures += 1;
    return delayMs;
  }
}
