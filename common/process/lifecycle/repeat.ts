import { setTimeout as sleep } from 'node:timers/promises';
import { deadlineIn, waitUntil } from '../http/deadline.ts';
import type { Log } from '../log/log.ts';

/** Work that a process does again and again in the background. */
export interface Repeated {
  /** Does it now instead of at the end of the pause. */
  nudge(): void;
  /** Resolves when the run in progress has ended; no other begins. */
  stop(): Promise<void>;
}

/** A run that takes longer than any database or service may hold it up is given up on. */
const MAX_RUN_MS = 30_000;

/**
 * Runs `work` for ever with a pause between runs. A run that fails is logged and the next one
 * comes as usual: the state is in the database, so nothing is lost with it. One that hangs is left
 * behind, so it must do no harm to run twice.
 */
export function repeat(
  name: string,
  work: () => Promise<unknown>,
  { pauseMs, log }: { pauseMs: number; log: Log },
): Repeated {
  let stopped = false;
  let nudged = false;
  let pause = new AbortController();

  const loop = async () => {
    while (!stopped) {
      nudged = false;
      const run = work().catch((error: unknown) => log.warn('background.failed', { name, error }));
      await waitUntil<unknown>(deadlineIn(MAX_RUN_MS), run, () =>
        log.error('background.stuck', { name }),
      );
      if (stopped || nudged) continue;
      pause = new AbortController();
      // An aborted pause is one that was nudged.
      await sleep(pauseMs, undefined, { signal: pause.signal }).catch(() => undefined);
    }
  };
  const running = loop();

  const nudge = () => {
    nudged = true;
    pause.abort();
  };
  return {
    nudge,
    async stop() {
      stopped = true;
      nudge();
      await running;
    },
  };
}
