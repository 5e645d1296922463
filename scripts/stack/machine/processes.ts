import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isSystemError } from '../../operate/environment/operator-error.ts';
import { findProgram } from '../../operate/programs/programs.ts';

const POLL_INTERVAL_MS = 25;

/** True while the process exists (a process of another user counts). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (isSystemError(error, 'ESRCH')) return false;
    if (isSystemError(error, 'EPERM')) return true;
    throw error;
  }
}

/** A process's command line with its arguments apart, or null if there is none to read. */
export function commandLineOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return text === '' ? null : text.split('\0').slice(0, -1);
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

/** The pid in a pid file, or null. */
export function readPidFile(file: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 1 ? pid : null;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Waits until the condition holds; false when the limit passes first. */
export async function waitUntil(condition: () => boolean, limitMs: number): Promise<boolean> {
  const giveUpAtMs = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > giveUpAtMs) return false;
    await delay(POLL_INTERVAL_MS);
  }
  return true;
}

/** Tells apart two processes that had the same number: when it started, as the system writes it. */
export function startMarkOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, a name in parentheses, may itself hold spaces; the start time is field 22.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch (error) {
    if (isSystemError(error)) return 'unknown';
    throw error;
  }
}

/**
 * A command line whose process also gets SIGTERM when this process dies, even by SIGKILL. Only
 * Linux can do that; elsewhere the command stays as it is, and what lingers is ended at the next
 * start.
 */
export function endingWithUs(program: string, args: readonly string[]): [string, string[]] {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : null;
  if (setpriv === null) return [program, [...args]];
  return [setpriv, ['--pdeathsig', 'TERM', '--', program, ...args]];
}
