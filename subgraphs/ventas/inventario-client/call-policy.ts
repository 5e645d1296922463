import {
  bulkhead,
  CircuitState,
  circuitBreaker,
  ExponentialBackoff,
  handleAll,
  handleWhen,
  retry,
  SamplingBreaker,
  wrap,
} from 'cockatiel';
import { type Deadline, deadlineIn } from '../../../common/process/http/deadline.ts';
import { monotonicRest } from '../../../common/process/http/monotonic-rest.ts';
import { ServiceAnswerError } from '../../../common/process/http/service-client.ts';
import type { Log } from '../../../common/process/log/log.ts';

/** The bounds of calls to inventario: time, tries, concurrency, and rest after many failures. */
export interface CallPolicy {
  /** Runs `call` until it succeeds or the deadline is near; each try gets a deadline of its own. */
  run<T>(deadline: Deadline, call: (attempt: Deadline) => Promise<T>): Promise<T>;
  /** False while the breaker would refuse every call. */
  isOpenForCalls(): boolean;
}

export interface CallPolicyLimits {
  /** Longest single try. */
  attemptMs: number;
  /** Tries after the first one, for transport errors only. */
  maxRetries: number;
  /** Calls at once, and calls that may wait for their turn. */
  concurrent: number;
  queued: number;
}

const BREAKER = { threshold: 0.5, duration: 10_000, minimumRps: 2 };
const MIN_REST_MS = 2_000;
const MAX_REST_MS = 15_000;
const HALF_OPEN = { calls: 5, threshold: 0.5 };
const RETRY_BACKOFF = { initialDelay: 20, maxDelay: 200 };

/** An answer that says no is an answer: only when none came, another try can help. */
function isTransportError(error: unknown): boolean {
  return !(error instanceof ServiceAnswerError);
}

export function createCallPolicy(name: string, limits: CallPolicyLimits, log: Log): CallPolicy {
  let restsUntilMs = 0;
  const breaker = circuitBreaker(handleAll, {
    breaker: new SamplingBreaker(BREAKER),
    halfOpenAfter: monotonicRest((attempt) => {
      const restMs = Math.min(MIN_REST_MS * 2 ** (attempt - 1), MAX_REST_MS);
      restsUntilMs = performance.now() + restMs;
      return restMs;
    }),
    halfOpenSampling: HALF_OPEN,
  });
  breaker.onBreak(() =>
    log.warn('breaker.opened', { name, restMs: Math.round(restsUntilMs - performance.now()) }),
  );
  breaker.onReset(() => log.info('breaker.closed', { name }));

  const budget = createRetryBudget();
  const mayRetry = (error: unknown) => isTransportError(error) && budget.take();
  const policy = wrap(
    bulkhead(limits.concurrent, limits.queued),
    retry(handleWhen(mayRetry), {
      maxAttempts: limits.maxRetries,
      backoff: new ExponentialBackoff(RETRY_BACKOFF),
    }),
    breaker,
  );

  return {
    run(deadline, call) {
      budget.earn();
      return policy.execute(() => {
        const remainingMs = deadline.remainingMs();
        if (remainingMs <= 0) throw new ServiceAnswerError('no time left to ask inventario');
        return call(deadlineIn(Math.min(limits.attemptMs, remainingMs)));
      });
    },
    isOpenForCalls: () => breaker.state !== CircuitState.Open || performance.now() >= restsUntilMs,
  };
}

const BUDGET_PER_CALL = 0.1;
const MAX_BUDGET = 10;

/** One retry per ten calls in the long run: retries never become a storm of their own. */
function createRetryBudget() {
  let tokens = MAX_BUDGET;
  return {
    earn() {
      tokens = Math.min(MAX_BUDGET, tokens + BUDGET_PER_CALL);
    },
    take(): boolean {
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
