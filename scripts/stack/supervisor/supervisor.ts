import { EXIT_BAD_CONFIGURATION } from '../../../common/process/config/environment.ts';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import { type Backoff, createBackoff } from './backoff.ts';
import { waitUntilReady } from './readiness.ts';
import {
  type Exit,
  type ServiceCommand,
  type ServiceProcess,
  startServiceProcess,
} from './service-process.ts';

export interface SupervisedService extends ServiceCommand {
  /** Answers 200 when the service takes requests. */
  readinessUrl: string;
}

/** An event of a service, for a log and for the console. */
export type SupervisorEvent =
  | { event: 'service.started'; service: string; pid: number | undefined }
  | { event: 'service.ready'; service: string; tookMs: number }
  | { event: 'service.exited'; service: string; exit: Exit; restartInMs: number | null }
  | { event: 'service.restarted'; service: string; pid: number | undefined }
  | { event: 'service.stopped'; service: string };

export interface SupervisorOptions {
  /** In start order. */
  services: readonly SupervisedService[];
  /** Start again what dies. */
  restarts: boolean;
  readyLimitMs: number;
  onEvent: (event: SupervisorEvent) => void;
}

interface Slot {
  service: SupervisedService;
  backoff: Backoff;
  process: ServiceProcess | null;
  /** False: it is meant to be down, so its end is no accident. */
  isWanted: boolean;
  restartTimer: NodeJS.Timeout | null;
}

/** Runs services, starts again what dies, stops them in reverse order. */
export interface Supervisor {
  /** Rejects when a service says that its configuration is wrong: restarting cannot help. */
  failed: Promise<never>;
  /** Starts every service and waits until all are ready. @throws OperatorError when one is not. */
  startAll(): Promise<void>;
  /** Starts one service and waits until it is ready. */
  start(name: string): Promise<void>;
  /** Waits until a service is ready. @throws OperatorError when it is not within the limit. */
  waitUntilReady(name: string): Promise<void>;
  /** The running process of a service, or null. */
  processOf(name: string): ServiceProcess | null;
  /** Stops one service, which then stays down. */
  stop(name: string): Promise<void>;
  /** Stops every service, the last started first: a caller ends before those whom it calls. */
  stopAll(): Promise<void>;
  /** Ends everything at once, without grace. */
  killAll(): void;
}

/** The state of a supervisor, shared by the functions below. */
interface Watch extends SupervisorOptions {
  stopping: AbortController;
  failure: PromiseWithResolvers<never>;
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const watch = {
    ...options,
    stopping: new AbortController(),
    failure: Promise.withResolvers<never>(),
  };
  const slots = new Map(options.services.map((service) => [service.name, newSlot(service)]));
  // Failing before anyone asks for `failed` is not an unhandled rejection.
  watch.failure.promise.catch(() => undefined);

  const slotOf = (name: string) => {
    const slot = slots.get(name);
    if (slot === undefined) throw new Error(`no service is called ${name}`);
    return slot;
  };
  return {
    failed: watch.failure.promise,
    async startAll() {
      await Promise.all([...slots.values()].map((slot) => startSlot(watch, slot)));
    },
    start: (name) => startSlot(watch, slotOf(name)),
    waitUntilReady: (name) => waitForSlot(watch, slotOf(name)),
    processOf(name) {
      const { process } = slotOf(name);
      return process === null || process.hasExited() ? null : process;
    },
    stop: (name) => stopSlot(watch, slotOf(name)),
    async stopAll() {
      watch.stopping.abort();
      // From here on nothing is started again, whatever dies while the others stop.
      for (const slot of slots.values()) slot.isWanted = false;
      for (const slot of [...slots.values()].reverse()) await stopSlot(watch, slot);
    },
    killAll() {
      for (const slot of slots.values()) {
        slot.isWanted = false;
        slot.process?.kill('SIGKILL');
      }
    },
  };
}

async function startSlot(watch: Watch, slot: Slot): Promise<void> {
  slot.isWanted = true;
  if (slot.process === null || slot.process.hasExited()) run(watch, slot, 'service.started');
  await waitForSlot(watch, slot);
}

async function waitForSlot(watch: Watch, slot: Slot): Promise<void> {
  const { service } = slot;
  const startedAtMs = performance.now();
  const ready = waitUntilReady(service.readinessUrl, {
    limitMs: watch.readyLimitMs,
    signal: watch.stopping.signal,
  });
  if (!(await Promise.race([ready, watch.failure.promise, unexpectedEnd(watch, slot)]))) {
    if (watch.stopping.signal.aborted) return;
    const log = service.logFile === null ? '' : `: read ${service.logFile}`;
    const limitS = watch.readyLimitMs / 1000;
    throw new OperatorError(`${service.name} was not ready within ${limitS} s${log}.`);
  }
  const tookMs = Math.round(performance.now() - startedAtMs);
  watch.onEvent({ event: 'service.ready', service: service.name, tookMs });
}

async function stopSlot(watch: Watch, slot: Slot): Promise<void> {
  slot.isWanted = false;
  if (slot.restartTimer !== null) clearTimeout(slot.restartTimer);
  slot.restartTimer = null;
  if (slot.process === null) return;
  await slot.process.stop();
  watch.onEvent({ event: 'service.stopped', service: slot.service.name });
}

function run(watch: Watch, slot: Slot, event: 'service.started' | 'service.restarted'): void {
  const process = startServiceProcess(slot.service);
  slot.process = process;
  slot.restartTimer = null;
  watch.onEvent({ event, service: slot.service.name, pid: process.pid });
  void process.exited.then((exit) => onExit(watch, slot, exit));
}

/** Rejects when a process that will not be restarted ends; else stays pending. */
async function unexpectedEnd(watch: Watch, slot: Slot): Promise<never> {
  const exit = await slot.process?.exited;
  if (exit !== undefined && slot.isWanted && !watch.restarts) {
    throw new OperatorError(
      `${slot.service.name} ended (${exit.signal ?? exit.code}) before it was ready: ` +
        exit.lastWords,
    );
  }
  return new Promise<never>(() => undefined);
}

function onExit(watch: Watch, slot: Slot, exit: Exit): void {
  if (!slot.isWanted) return;
  const isMisconfigured = exit.code === EXIT_BAD_CONFIGURATION;
  const willRestart = watch.restarts && !isMisconfigured;
  const restartInMs = willRestart ? slot.backoff.nextDelayMs(exit.livedMs) : null;
  const service = slot.service.name;
  watch.onEvent({ event: 'service.exited', service, exit, restartInMs });
  if (isMisconfigured) {
    watch.failure.reject(new OperatorError(`${service} cannot start: ${exit.lastWords}`));
  }
  if (restartInMs !== null) {
    slot.restartTimer = setTimeout(() => run(watch, slot, 'service.restarted'), restartInMs);
  }
}

function newSlot(service: SupervisedService): Slot {
  return { service, backoff: createBackoff(), process: null, isWanted: false, restartTimer: null };
}
