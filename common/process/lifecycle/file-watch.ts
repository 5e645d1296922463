import { stat } from 'node:fs/promises';

/**
 * The interval between two looks at a file. A change counts once the file is the same twice in a
 * row.
 */
const WATCH_INTERVAL_MS = 250;

/** Something that is read from files and can change while the process runs. */
export interface Watched {
  /** Changes whenever the files do; null while they are not there. */
  versionOf(): Promise<string | null>;
  /** The version that is in use. */
  version: string | null;
  /** Takes the files into use as they are now. */
  take(): Promise<unknown>;
  /** Gets whatever `take` throws: that version is not tried again. */
  onRejected(error: unknown): void;
}

/**
 * Takes each later version of some files into use. It looks at them instead of listening for
 * events: those miss renames and network folders.
 * @returns a function that stops it
 */
export function watchFiles({ versionOf, version, take, onRejected }: Watched): () => void {
  let seen = version;
  let taken = version;

  const look = async () => {
    const current = await versionOf();
    const isStill = current === seen;
    seen = current;
    if (!isStill || current === taken || current === null) return;
    taken = current;
    await take();
  };

  let stopped = false;
  let timer: NodeJS.Timeout;
  const lookAgainLater = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      look()
        // A watch that was stopped takes nothing any more.
        .catch((error: unknown) => stopped || onRejected(error))
        .finally(lookAgainLater);
    }, WATCH_INTERVAL_MS).unref();
  };
  lookAgainLater();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** Changes whenever the file does; null while there is none, as between the steps of a rename. */
export async function fileVersion(path: string): Promise<string | null> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
