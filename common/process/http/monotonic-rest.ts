import type { IBackoff, IBackoffFactory } from 'cockatiel';

/**
 * The rests of a breaker, by the clock that is never set: cockatiel compares times of the wall
 * clock, so a breaker that opened before that clock went back would stay open for as long.
 * @param restMsOf from 1 for the first rest on
 */
export function monotonicRest<Context extends { attempt: number }>(
  restMsOf: (attempt: number) => number,
): IBackoffFactory<Context> {
  const begin = (attempt: number): IBackoff<Context> => {
    const untilMs = performance.now() + restMsOf(attempt);
    return {
      get duration() {
        return performance.now() < untilMs ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
      },
      next: (context) => begin(context.attempt),
    };
  };
  return { next: ({ attempt }) => begin(attempt) };
}
