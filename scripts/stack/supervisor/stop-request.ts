import { OperatorError } from '../../operate/environment/operator-error.ts';

// Ctrl-C reaches this process twice, from the terminal and from npm; a person needs longer for two.
const sameKeypressMs = 500;

/** Somebody wants this process to end: Ctrl-C, SIGTERM, a closed terminal, a dead parent. */
export class StopRequest {
  readonly #controller = new AbortController();
  #requestedAtMs: number | null = null;

  /** @param force called when the wish is repeated: end now, whatever is lost */
  constructor(force: () => void) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => this.#request(force));
    }
    // The end of the parent asks, and never forces: this process closes that channel itself.
    process.on('disconnect', () => this.#request(() => undefined));
  }

  get isRequested(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Resolves when the end is asked for. */
  requested(): Promise<void> {
    const { signal } = this.#controller;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
  }

  /** Between two steps of starting: goes no further once the end is asked for. */
  check(): void {
    if (this.isRequested) throw new StopRequestedError('stopped while starting');
  }

  #request(force: () => void): void {
    const nowMs = performance.now();
    if (this.#requestedAtMs === null) {
      this.#requestedAtMs = nowMs;
      this.#controller.abort();
    } else if (nowMs - this.#requestedAtMs > sameKeypressMs) {
      force();
    }
  }
}

/** Not a failure: the person at the console changed their mind. */
export class StopRequestedError extends OperatorError {}
