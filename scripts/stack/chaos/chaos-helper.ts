import { fork } from 'node:child_process';
import { join } from 'node:path';
import {
  type ChaosEvent,
  nothingYet,
  type WorkerOrder,
  type WorkerReport,
  type WorkerStatus,
} from './chaos-status.ts';

/** The worker, seen from the supervisor: it lives from its first order until it is dismissed. */
export interface ChaosHelper {
  /** The last that it said. */
  status(): WorkerStatus;
  isAlive(): boolean;
  /** From the order of a load to its end. */
  isLoading(): boolean;
  /** Starts it when it is not there. */
  order(message: Exclude<WorkerOrder, { kind: 'OPEN' }>): void;
  /** Ends it, and resolves when it is gone. */
  dismiss(): Promise<void>;
}

export interface ChaosHelperOptions {
  places: Omit<Extract<WorkerOrder, { kind: 'OPEN' }>, 'kind'>;
  onEvent: (event: ChaosEvent) => void;
}

export function createChaosHelper({ places, onEvent }: ChaosHelperOptions): ChaosHelper {
  let status = nothingYet();
  let child: ReturnType<typeof fork> | null = null;
  /** A load was ordered, and the worker has not spoken of it yet. */
  let isOrdered = false;

  const start = () => {
    const started = fork(join(import.meta.dirname, 'chaos-worker.ts'), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // In a group of its own, so that Ctrl-C reaches it only through us.
      detached: true,
    });
    started.on('message', (report: WorkerReport) => {
      if (report.kind === 'STATUS') status = report.status;
      else onEvent(report.event);
      const isSpokenOf = report.kind === 'STATUS' && status.load.state !== 'IDLE';
      const isOver = report.kind === 'EVENT' && report.event.kind === 'LOAD_ENDED';
      if (isSpokenOf || isOver) isOrdered = false;
    });
    started.once('exit', () => {
      child = null;
      isOrdered = false;
      // A load that it had is over; its figures stay to be read.
      status = { ...status, load: { ...status.load, state: 'IDLE', endsAtMs: null } };
    });
    const opening: WorkerOrder = { kind: 'OPEN', ...places };
    started.send(opening);
    return started;
  };
  return {
    status: () => status,
    isAlive: () => child !== null,
    isLoading: () => isOrdered || status.load.state !== 'IDLE',
    order(message) {
      if (message.kind === 'LOAD') isOrdered = true;
      child ??= start();
      if (child.connected) child.send(message);
    },
    async dismiss() {
      const ending = child;
      if (ending === null) return;
      const gone = new Promise((resolve) => ending.once('exit', resolve));
      if (ending.connected) ending.disconnect();
      await gone;
    },
  };
}
