// A clock that a test sets: for the processes that it starts, by libfaketime (package `faketime`).
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders in which the library stands, whatever the machine's architecture. */
const LIBRARY_FOLDERS = ['/usr/lib', '/usr/local/lib'];
/** For programs with threads. */
const LIBRARY = 'libfaketimeMT.so.1';

/** @returns the reason why there is none on this machine, or null */
export function missingFakedClock(): string | null {
  return findLibrary() === null ? 'libfaketime is not installed, so no clock goes back' : null;
}

export interface FakedClock {
  /** The environment of a process that is to have this clock. */
  environment: Readonly<Record<string, string>>;
  /** Sets it for all of them, within a second. @param seconds from the true time */
  setOffset(seconds: number): void;
  remove(): void;
}

export function createFakedClock(): FakedClock {
  const directory = mkdtempSync(join(tmpdir(), 'electroplus-clock-'));
  const file = join(directory, 'offset');
  const setOffset = (seconds: number) => {
    writeFileSync(`${file}.new`, `${seconds < 0 ? '' : '+'}${seconds}\n`);
    renameSync(`${file}.new`, file);
  };
  setOffset(0);
  return {
    environment: {
      LD_PRELOAD: findLibrary() ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: '1',
      // The clock that measures durations goes on, as it does when somebody sets the other.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
    setOffset,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function findLibrary(): string | null {
  for (const folder of LIBRARY_FOLDERS) {
    const below = [folder, ...foldersOf(folder).map((name) => join(folder, name))];
    for (const candidate of below) {
      const inside = join(candidate, 'faketime');
      if (namesOf(inside).includes(LIBRARY)) return join(inside, LIBRARY);
    }
  }
  return null;
}

function foldersOf(folder: string): string[] {
  return namesOf(folder).filter((name) => name.includes('-linux-'));
}

function namesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
