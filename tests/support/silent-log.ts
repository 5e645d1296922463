import type { Log } from '../../common/process/log/log.ts';

/**
 * The log of services that a test starts in its own process: its lines are what the test wanted.
 */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silentLog,
};
