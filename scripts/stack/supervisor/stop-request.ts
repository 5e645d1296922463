import { OperatorError } from '../../operate/environment/operator-error.ts';

// Ctrl-C reaches this process twice, from the terminal and from npm; a person needs longer for two.
const SAME_KEYPRESS_MS = 500;

/** Somebody wants this process to end: Ctrl-C, SIGTERM, a closed terminal, a dead parent. */
export interface StopRequest {
  isRequested(): boolean;
  /** Resolves when the end is asked for. */
  requested(): Promise<void>;
  /** Between two steps of starting: goes no further once the end is asked for. */
  check(): void;
}

/**
 * Listens for the wish to end this process, from now on.
 * @param force called when the wish is repeated: end now, whatever is lost
 */
export function createStopRequest(force: () => void): StopRequest {
  const { promise, resolve } = Promise.withResolvers<void>();
  let requestedAtMs: number | null = null;
  const request = (again: () => void) => {
    const nowMs = performance.now();
    if (requestedAtMs === null) {
      requestedAtMs = nowMs;
      resolve();
    } else if (nowMs - requestedAtMs > SAME_KEYPRESS_MS) {
      again();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => request(force));
  }
  // The end of the parent asks, and never forces: this process closes that channel itself.
  process.on('disconnect', () => request(() => undefined));

  const isRequested = () => requestedAtMs !== null;
  return {
    isRequested,
    requested: () => promise,
    check() {
      if (isRequested()) throw new StopRequestedError('stopped while starting');
    },
  };
}

/** Not a failure: the person at the console changed their mind. */
export class StopRequestedError extends OperatorError {}
