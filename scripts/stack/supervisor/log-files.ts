import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '../../../common/topology/services.ts';

const DAY_MS = 24 * 3_600_000;
const CHECKED_EVERY_MS = 3_600_000;
/** A file that grows faster is put aside earlier. */
const MAX_LOG_BYTES = 256 * 1024 * 1024;
const LOG_NAMES = [...SERVICES.map(({ name }) => name), 'supervisor', 'database'];
/** `ventas.2026-11-26T00-00-00.log`, and the one of the run before that older versions kept. */
const PUT_ASIDE = /^[a-z]+\.(?:\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(?:-\d+)?|previous)\.log$/;

/** The logs of an installation. */
export interface LogFiles {
  directory: string;
  /** Ends the rotation. */
  stop(): void;
}

/**
 * Makes the folder of the logs, puts those of the run before aside, and rotates them from then on:
 * once a day, and when one is large.
 * @param days those put aside are kept for so long; 0: for ever
 */
export function keepLogFiles(dataDirectory: string, days: number): LogFiles {
  const directory = join(dataDirectory, 'logs');
  mkdirSync(directory, { recursive: true });
  rotateLogs(directory, new Date());
  deleteOldLogs(directory, days, new Date());
  let day = dayOf(new Date());
  const timer = setInterval(() => {
    const now = new Date();
    const isNewDay = dayOf(now) !== day;
    day = dayOf(now);
    rotateLogs(directory, now, isNewDay ? 0 : MAX_LOG_BYTES);
    deleteOldLogs(directory, days, now);
  }, CHECKED_EVERY_MS);
  timer.unref();
  return { directory, stop: () => clearInterval(timer) };
}

const dayOf = (instant: Date) => instant.toISOString().slice(0, 10);

/**
 * Puts the logs aside that hold more than so many bytes. The processes write on into the same file:
 * it is copied and then emptied.
 */
export function rotateLogs(directory: string, now: Date, aboveBytes = 0): void {
  for (const name of LOG_NAMES) {
    const file = join(directory, `${name}.log`);
    if (!existsSync(file) || statSync(file).size <= aboveBytes) continue;
    const copy = freeName(directory, name, now);
    copyFileSync(file, copy);
    appendRest(file, copy);
    truncateSync(file);
  }
}

/** Lines that were written while the file was copied; what comes after them is a moment's. */
function appendRest(file: string, copy: string): void {
  const copied = statSync(copy).size;
  const rest = Buffer.alloc(Math.max(0, statSync(file).size - copied));
  if (rest.length === 0) return;
  const handle = openSync(file, 'r');
  try {
    readSync(handle, rest, 0, rest.length, copied);
  } finally {
    closeSync(handle);
  }
  appendFileSync(copy, rest);
}

function freeName(directory: string, name: string, now: Date): string {
  const instant = now.toISOString().slice(0, 19).replaceAll(':', '-');
  for (let count = 1; ; count++) {
    const suffix = count === 1 ? '' : `-${count}`;
    const file = join(directory, `${name}.${instant}${suffix}.log`);
    if (!existsSync(file)) return file;
  }
}

/** Deletes logs that were put aside before so many days. */
export function deleteOldLogs(directory: string, days: number, now: Date): void {
  if (days === 0) return;
  for (const entry of readdirSync(directory)) {
    const file = join(directory, entry);
    if (!PUT_ASIDE.test(entry)) continue;
    if (now.getTime() - statSync(file).mtimeMs > days * DAY_MS) rmSync(file);
  }
}
