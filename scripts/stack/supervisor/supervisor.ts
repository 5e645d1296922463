import { EXIT_BAD_CONFIGURATION } from '../../../common/process/config/environment.ts';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import { Backoff } from './backoff.ts';
import { waitUntilReady } from './readiness.ts';
import { type Exit, type ServiceCommand, ServiceProcess } from './service-process.ts';

export interface SupervisedService extends ServiceCommand {
  /** Answers 200 when the service takes requests. */
  readonly readinessUrl: string;
}

/** What happened to a service, for a log and for the console. */
export type SupervisorEvent =
  | { event: 'service.started'; service: string; pid: number | undefined }
  | { event: 'service.ready'; service: string; tookMs: number }
  | { event: 'service.exited'; service: string; exit: Exit; restartInMs: number | null }
  | { event: 'service.restarted'; service: string; pid: number | undefined }
  | { event: 'service.stopped'; service: string };

export interface SupervisorOptions {
  /** In start order. */
  readonly services: readonly SupervisedService[];
  /** Start again what dies. */
  readonly restarts: boolean;
  readonly readyLimitMs: number;
  readonly onEvent: (event: SupervisorEvent) => void;
}

interface Slot {
  readonly service: SupervisedService;
  readonly backoff: Backoff;
  process: ServiceProcess | null;
  /** False: it is meant to be down, so its end is no accident. */
  isWanted: boolean;
  restartTimer: NodeJS.Timeout | null;
}

/** Runs services, starts again what dies, stops them in reverse order. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #slots: ReadonlyMap<string, Slot>;
  readonly #stopping = new AbortController();
  readonly #failure = Promise.withResolvers<never>();

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#slots = new Map(options.services.map((service) => [service.name, newSlot(service)]));
    // Failing before anyone asks for `failed` is not an unhandled rejection.
    this.#failure.promise.catch(() => undefined);
  }

  /** Rejects when a service says that its configuration is wrong: restarting cannot help. */
  get failed(): Promise<never> {
    return this.#failure.promise;
  }

  /** Starts every service and waits until all are ready. @throws OperatorError when one is not. */
  async startAll(): Promise<void> {
    await Promise.all([...this.#slots.keys()].map((name) => this.start(name)));
  }

  /** Starts one service and waits until it is ready. */
  async start(name: string): Promise<void> {
    const slot = this.#slot(name);
    slot.isWanted = true;
    if (slot.process === null || slot.process.hasExited) this.#spawn(slot, 'service.started');
    await this.waitUntilReady(name);
  }

  /** Waits until a service is ready. @throws OperatorError when it is not within the limit. */
  async waitUntilReady(name: string): Promise<void> {
    const slot = this.#slot(name);
    const { service } = slot;
    const startedAtMs = performance.now();
    const ready = waitUntilReady(service.readinessUrl, {
      limitMs: this.#options.readyLimitMs,
      signal: this.#stopping.signal,
    });
    if (!(await Promise.race([ready, this.failed, this.#unexpectedEnd(slot)]))) {
      if (this.#stopping.signal.aborted) return;
      const log = service.logFile === null ? '' : `: read ${service.logFile}`;
      const limitS = this.#options.readyLimitMs / 1000;
      throw new OperatorError(`${name} was not ready within ${limitS} s${log}.`);
    }
    const tookMs = Math.round(performance.now() - startedAtMs);
    this.#options.onEvent({ event: 'service.ready', service: name, tookMs });
  }

  /** The running process of a service, or null. */
  processOf(name: string): ServiceProcess | null {
    const { process } = this.#slot(name);
    return process === null || process.hasExited ? null : process;
  }

  /** Stops one service, which then stays down. */
  async stop(name: string): Promise<void> {
    const slot = this.#slot(name);
    slot.isWanted = false;
    if (slot.restartTimer !== null) clearTimeout(slot.restartTimer);
    slot.restartTimer = null;
    if (slot.process === null) return;
    await slot.process.stop();
    this.#options.onEvent({ event: 'service.stopped', service: name });
  }

  /** Stops every service, the last started first: who calls ends before who is called. */
  async stopAll(): Promise<void> {
    this.#stopping.abort();
    // From here on nothing is started again, whatever dies while the others stop.
    for (const slot of this.#slots.values()) slot.isWanted = false;
    for (const name of [...this.#slots.keys()].reverse()) await this.stop(name);
  }

  /** Ends everything at once, without grace. */
  killAll(): void {
    for (const slot of this.#slots.values()) {
      slot.isWanted = false;
      slot.process?.kill('SIGKILL');
    }
  }

  #slot(name: string): Slot {
    const slot = this.#slots.get(name);
    if (slot === undefined) throw new Error(`no service is called ${name}`);
    return slot;
  }

  #spawn(slot: Slot, event: 'service.started' | 'service.restarted'): void {
    const process = new ServiceProcess(slot.service);
    slot.process = process;
    slot.restartTimer = null;
    this.#options.onEvent({ event, service: slot.service.name, pid: process.pid });
    void process.exited.then((exit) => this.#onExit(slot, exit));
  }

  /** Rejects when a process that will not be restarted ends; else stays pending. */
  async #unexpectedEnd(slot: Slot): Promise<never> {
    const exit = await slot.process?.exited;
    if (exit !== undefined && slot.isWanted && !this.#options.restarts) {
      throw new OperatorError(
        `${slot.service.name} ended (${exit.signal ?? exit.code}) before it was ready: ` +
          exit.lastWords,
      );
    }
    return new Promise<never>(() => undefined);
  }

  #onExit(slot: Slot, exit: Exit): void {
    if (!slot.isWanted) return;
    const isMisconfigured = exit.code === EXIT_BAD_CONFIGURATION;
    const willRestart = this.#options.restarts && !isMisconfigured;
    const restartInMs = willRestart ? slot.backoff.nextDelayMs(exit.livedMs) : null;
    const service = slot.service.name;
    this.#options.onEvent({ event: 'service.exited', service, exit, restartInMs });
    if (isMisconfigured) {
      this.#failure.reject(new OperatorError(`${service} cannot start: ${exit.lastWords}`));
    }
    if (restartInMs !== null) {
      slot.restartTimer = setTimeout(() => this.#spawn(slot, 'service.restarted'), restartInMs);
    }
  }
}

function newSlot(service: SupervisedService): Slot {
  return { service, backoff: new Backoff(), process: null, isWanted: false, restartTimer: null };
}
