/**
 * The time that a request may still take. It passes from hop to hop as remaining milliseconds:
 * durations need no clocks that agree.
 */

/** Header that carries the remaining milliseconds. */
export const DEADLINE_HEADER = 'x-deadline-ms';

/** The whole of a client's request, in ms. */
export const REQUEST_BUDGET_MS = 3_000;

/** An instant of this process's monotonic clock, in ms. */
export interface Deadline {
  remainingMs(): number;
}

/** A deadline that lies `budgetMs` ahead. */
export function deadlineIn(budgetMs: number): Deadline {
  const endsAtMs = performance.now() + budgetMs;
  return { remainingMs: () => Math.max(0, endsAtMs - performance.now()) };
}

/** The deadline a caller gave, never later than `maxMs` from now. */
export function deadlineFromHeader(header: unknown, maxMs: number = REQUEST_BUDGET_MS): Deadline {
  const given = typeof header === 'string' ? Number.parseInt(header, 10) : Number.NaN;
  return deadlineIn(Number.isFinite(given) ? Math.min(Math.max(given, 0), maxMs) : maxMs);
}

/**
 * Waits for work as long as the deadline allows. The work goes on when the wait ends.
 * @returns its result, or `late()` when the deadline was first
 */
export async function waitUntil<T>(
  deadline: Deadline,
  work: Promise<T>,
  late: () => T,
): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(() => resolve(late()), deadline.remainingMs());
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
