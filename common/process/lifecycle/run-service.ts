import { ConfigurationError, EXIT_BAD_CONFIGURATION } from '../config/environment.ts';
import type { Log } from '../log/log.ts';
import { watchClock } from './clock-watch.ts';
import { surviveStrayRejections } from './stray-rejections.ts';

/** A running process: its log, and how to stop it, gracefully. */
export interface RunningService {
  log: Log;
  stop(): Promise<void>;
}

/** A process that has not stopped by then is ended: whatever it held is settled by others. */
const STOP_LIMIT_MS = 10_000;

/**
 * Runs the main function of a process: a wrong configuration ends it with one sentence; SIGTERM,
 * SIGINT or the end of its supervisor (the IPC channel) stops it gracefully.
 */
export async function runService(start: () => Promise<RunningService>): Promise<void> {
  surviveStrayRejections();
  const service = await start().catch(exitWithSentence);
  watchClock(service.log);
  let stopping = false;

  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    await service.stop();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  // The supervisor may have ended while this process was starting.
  if (process.send && !process.connected) await stop();
}

function exitWithSentence(error: unknown): never {
  if (error instanceof ConfigurationError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_BAD_CONFIGURATION);
  }
  if (isPortInUse(error)) {
    process.stderr.write(`Port ${error.port} is in use: stop what uses it or set another one.\n`);
    process.exit(EXIT_BAD_CONFIGURATION);
  }
  throw error;
}

function isPortInUse(error: unknown): error is Error & { port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
