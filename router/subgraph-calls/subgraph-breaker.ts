import {
  BrokenCircuitError,
  CircuitState,
  circuitBreaker,
  handleAll,
  type IBreaker,
  SamplingBreaker,
} from 'cockatiel';
import { AnswerTimeoutError } from '../../common/process/http/exchange.ts';
import { monotonicRest } from '../../common/process/http/monotonic-rest.ts';
import type { Log } from '../../common/process/log/log.ts';

/** Half of at least 20 calls within 10 s have failed. */
const OPENS = { threshold: 0.5, duration: 10_000, minimumRps: 2 };
/**
 * So many timeouts without an answer between them. A small shop has no 20 calls in 10 s, and each
 * of them would wait in vain; one slow operation in a busy shop has answers beside it.
 */
const MAX_TIMEOUTS = 3;
const MIN_REST_MS = 1_000;
const MAX_REST_MS = 5_000;
/** Longest call while it is not known whether the subgraph is back. */
const PROBE_MS = 1_000;

/** Runs a call that may take `limitMs` at most. */
export type GuardedCall<Result> = (limitMs: number) => Promise<Result>;

/**
 * Stops calling a subgraph that mostly fails, or does not answer at all, for 1 s at first and 5 s
 * at most: those who ask it are told at once, and it can recover. After a rest one call finds out
 * whether it is back, in a short time; until then nobody else calls or waits.
 * @throws BrokenCircuitError without calling, while it rests
 */
export function createSubgraphBreaker(subgraph: string, log: Log) {
  let timeouts = 0;
  const breaker = circuitBreaker(handleAll, {
    breaker: withTimeouts(
      () => timeouts,
      () => {
        timeouts = 0;
      },
    ),
    halfOpenAfter: monotonicRest((attempt) =>
      Math.min(MIN_REST_MS * 2 ** (attempt - 1), MAX_REST_MS),
    ),
  });
  breaker.onFailure(({ reason }) => {
    if ('error' in reason && reason.error instanceof AnswerTimeoutError) timeouts += 1;
  });
  breaker.onBreak(() => log.warn('breaker.opened', { subgraph }));
  breaker.onReset(() => log.info('breaker.closed', { subgraph }));
  return async <T>(call: GuardedCall<T>): Promise<T> => {
    // Half open means that the one probe is under way: cockatiel would let the others wait for it.
    if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
    return breaker.execute(() =>
      call(breaker.state === CircuitState.HalfOpen ? PROBE_MS : Number.POSITIVE_INFINITY),
    );
  };
}

/** Opens when the sample says so, and after some timeouts in a row. */
function withTimeouts(timeoutsInRow: () => number, forgetTimeouts: () => void): IBreaker {
  const sampling = new SamplingBreaker(OPENS);
  return {
    get state() {
      return sampling.state;
    },
    set state(state) {
      sampling.state = state as typeof sampling.state;
    },
    success(state) {
      forgetTimeouts();
      sampling.success(state);
    },
    failure: (state) => sampling.failure(state) || timeoutsInRow() >= MAX_TIMEOUTS,
  };
}

/** True for the refusal of a call that was not made. */
export function isAtRest(error: unknown): boolean {
  return error instanceof BrokenCircuitError;
}
