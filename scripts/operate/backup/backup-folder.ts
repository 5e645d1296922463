import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { OperatorError, reasonOf } from '../environment/operator-error.ts';
import { DUMP_FILE, MANIFEST_FILE, type Manifest, UNFINISHED } from './backup-manifest.ts';

const SHOWN_NAMES = 5;

/** The folder of a backup while it is written; only its owner can read it. */
export interface BackupFolder {
  /** The dump is written into this empty file, which gets its own name at the end. */
  dumpFile: string;
  /** Writes the manifest and gives both files their names: from now on this is a backup. */
  finish(manifest: Manifest): void;
  /** Removes what was written, and the folder if it was made. */
  discard(): void;
}

/**
 * Makes the folder of a new backup.
 * @throws OperatorError when there is something in it, or it cannot be written
 */
export function createBackupFolder(directory: string): BackupFolder {
  const isNew = !existsSync(directory);
  const dump = fileIn(directory, DUMP_FILE);
  const described = fileIn(directory, MANIFEST_FILE);
  const files = [dump, described];
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    refuseContent(directory, readdirSync(directory));
    // A folder that was there may be open to others, and the rows are of people.
    chmodSync(directory, 0o700);
    // Of two backups into one folder, this fails for the second.
    writeFileSync(dump.unfinished, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw cannotWrite(directory, error);
  }
  return {
    dumpFile: dump.unfinished,
    finish(manifest) {
      const text = `${JSON.stringify(manifest, null, 2)}\n`;
      try {
        writeFileSync(described.unfinished, text, { flag: 'wx', mode: 0o600, flush: true });
        // The manifest comes last: it says that the dump is whole.
        for (const { unfinished, whole } of files) renameSync(unfinished, whole);
      } catch (error) {
        throw cannotWrite(directory, error);
      }
    },
    discard() {
      for (const { unfinished, whole } of files) {
        rmSync(unfinished, { force: true });
        rmSync(whole, { force: true });
      }
      if (isNew) rmdirSync(directory);
    },
  };
}

function fileIn(directory: string, name: string) {
  return { unfinished: join(directory, `${name}${UNFINISHED}`), whole: join(directory, name) };
}

/** The sentence for a folder, or a disk, that takes no more. */
export function cannotWrite(directory: string, error: unknown): OperatorError {
  return new OperatorError(
    `Cannot write to ${directory} (${reasonOf(error)}): free some space, or name another folder.`,
  );
}

function refuseContent(directory: string, names: readonly string[]): void {
  if (names.length === 0) return;
  const shown = names.slice(0, SHOWN_NAMES).join(', ');
  const isUnfinished = names.some((name) => name.endsWith(UNFINISHED));
  throw new OperatorError(
    isUnfinished
      ? `${directory} holds a backup that has not ended: if none is running, delete it.`
      : `${directory} is not empty (${shown}): name an empty or a new folder.`,
  );
}
