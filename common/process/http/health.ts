import type { HttpReply, Route } from './http-server.ts';

/** Something that must work before a process takes requests; rejects while it does not. */
export type ReadinessCheck = () => Promise<void>;

/** The time for which the answer of a check is good, and the time that a check may take. */
const FRESH_MS = 1_000;

/** Whether a process lives and whether it wants requests. */
export interface Health {
  /** From now on the process is not ready: it finishes what it has. */
  startDraining(): void;
  isDraining(): boolean;
  routes: Record<string, Route>;
}

/**
 * `/health/live` only says that the event loop turns. `/health/ready` is 503 while the process
 * drains or one of the checks fails; an answer of a check is used for one second.
 */
export function createHealth(checks: Record<string, ReadinessCheck>): Health {
  let draining = false;
  const cached = Object.entries(checks).map(([name, check]) => ({ name, run: remember(check) }));

  const ready: Route = async () => {
    const failing: string[] = [];
    for (const { name, run } of cached) if (!(await run())) failing.push(name);
    if (draining) failing.push('draining');
    const body = failing.length === 0 ? { status: 'ready' } : { status: 'not ready', failing };
    return json(failing.length === 0 ? 200 : 503, body);
  };

  return {
    startDraining: () => {
      draining = true;
    },
    isDraining: () => draining,
    routes: { '/health/live': async () => json(200, { status: 'live' }), '/health/ready': ready },
  };
}

function json(status: number, body: object): HttpReply {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  };
  return { status, headers, body: JSON.stringify(body) };
}

function remember(check: ReadinessCheck): () => Promise<boolean> {
  let answer: Promise<boolean> = Promise.resolve(false);
  let askedAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - askedAtMs > FRESH_MS) {
      askedAtMs = performance.now();
      const timeout = new Promise<boolean>((resolve) => {
        setTimeout(resolve, FRESH_MS, false).unref();
      });
      const passed = check().then(
        () => true,
        () => false,
      );
      answer = Promise.race([passed, timeout]);
    }
    return answer;
  };
}
