/**
 * Whether the gateway can be reached: it is, as long as the last request was answered. The
 * browser's own word for it only hints, since a network may be there and lead nowhere.
 */

export interface ConnectionState {
  isOnline: boolean;
  /** When the first request went unanswered, in ms since the epoch; null while online. */
  since: number | null;
}

export interface ConnectionDeps {
  /** A small question; true when it was answered. */
  probe(): Promise<boolean>;
  now(): number;
  /** @returns the function that takes the timer back */
  startTimer(run: () => void, delayMs: number): () => void;
  onChange(state: ConnectionState): void;
}

export interface Connection {
  state(): ConnectionState;
  /** Tells that a request was answered, or that none came. */
  report(isAnswered: boolean): void;
  /** The browser hints that the network has changed. */
  hint(): void;
}

/** The pause between two probes while nothing is answered. */
const PROBE_EVERY_MS = 5_000;

export function createConnection(deps: ConnectionDeps): Connection {
  let state: ConnectionState = { isOnline: true, since: null };
  let takeTimerBack: (() => void) | null = null;

  function report(isAnswered: boolean): void {
    if (isAnswered) {
      takeTimerBack?.();
      takeTimerBack = null;
    } else takeTimerBack ??= deps.startTimer(probeAgain, PROBE_EVERY_MS);
    if (isAnswered === state.isOnline) return;
    state = isAnswered ? { isOnline: true, since: null } : { isOnline: false, since: deps.now() };
    deps.onChange(state);
  }

  function probeAgain(): void {
    takeTimerBack = null;
    void deps.probe().then(report);
  }

  return {
    state: () => state,
    report,
    hint: () => void deps.probe().then(report),
  };
}
