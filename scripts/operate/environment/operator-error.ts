import { ConfigurationError } from '../../../common/process/config/environment.ts';

/**
 * Something that the person at the console can put right. The message is one sentence (it may have
 * a second half after a colon) that names what is wrong and says what to do; no stack is shown.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

/** True for errors of the operating system (`ENOENT`, `EADDRINUSE` …), optionally of one code. */
export function isSystemError(error: unknown, code?: string): error is NodeJS.ErrnoException {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return code === undefined ? typeof error.code === 'string' : error.code === code;
}

/** The system's reason for refusing something, in a few words for the middle of a sentence. */
export function reasonOf(error: unknown): string {
  if (isSystemError(error, 'ENOSPC')) return 'the disk is full';
  return error instanceof Error ? error.message : String(error);
}

/** The text to print for an error: the sentence alone if it is meant for people, else the stack. */
export function describeError(error: unknown): string {
  if (error instanceof OperatorError || error instanceof ConfigurationError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Runs a command-line entry point; a failure is printed on stderr and becomes exit code 1. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = 1;
  }
}
