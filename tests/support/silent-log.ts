import type { Log } from '../../common/process/log/log.ts';

/** For what a test starts in its own process: what goes through it is what the test wanted. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silentLog,
};
