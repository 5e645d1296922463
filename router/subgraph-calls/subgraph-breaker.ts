import {
  BrokenCircuitError,
  circuitBreaker,
  DelegateBackoff,
  handleAll,
  SamplingBreaker,
} from 'cockatiel';
import type { Log } from '../../common/process/log/log.ts';

/** Half of at least 20 calls within 10 s have failed. */
const OPENS = { threshold: 0.5, duration: 10_000, minimumRps: 2 };
const MIN_REST_MS = 1_000;
const MAX_REST_MS = 5_000;
const HALF_OPEN = { calls: 5, threshold: 0.5 };

/**
 * Stops calling a subgraph that mostly fails, for 1 s at first and 5 s at most: those who wait for
 * it are told at once, and it can recover.
 * @throws BrokenCircuitError without calling, while it rests
 */
export function createSubgraphBreaker(subgraph: string, log: Log) {
  const breaker = circuitBreaker(handleAll, {
    breaker: new SamplingBreaker(OPENS),
    halfOpenAfter: new DelegateBackoff(({ attempt }: { attempt: number }) =>
      Math.min(MIN_REST_MS * 2 ** (attempt - 1), MAX_REST_MS),
    ),
    halfOpenSampling: HALF_OPEN,
  });
  breaker.onBreak(() => log.warn('breaker.opened', { subgraph }));
  breaker.onReset(() => log.info('breaker.closed', { subgraph }));
  return <T>(call: () => Promise<T>): Promise<T> => breaker.execute(call);
}

/** True for the refusal of a call that was not made. */
export function isAtRest(error: unknown): boolean {
  return error instanceof BrokenCircuitError;
}
