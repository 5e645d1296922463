import { readFile, stat } from 'node:fs/promises';
import type { SupergraphManager, SupergraphSdlUpdateFunction } from '@apollo/gateway';
import { ConfigurationError } from '../../common/process/config/environment.ts';
import type { Log } from '../../common/process/log/log.ts';

/**
 * The interval between two looks at the file. A change counts once the file is the same twice in a
 * row.
 */
const WATCH_INTERVAL_MS = 250;

/** Keeps the gateway on the newest good version of the supergraph file. */
export interface SupergraphFile extends SupergraphManager {
  isLoaded(): boolean;
}

export interface SupergraphFileOptions {
  path: string;
  log: Log;
  /** Runs for each version before the gateway gets it: whatever it throws refuses the version. */
  prepare?: (supergraphSdl: string) => Promise<void>;
}

/**
 * Hands the supergraph file to the gateway, and every later version of it that the gateway takes.
 * It looks at the file instead of listening for events: those miss renames and network folders.
 * Starting without a usable one is a ConfigurationError.
 */
export function createSupergraphFile(options: SupergraphFileOptions): SupergraphFile {
  const { path, log, prepare } = options;
  let loaded = false;

  const initialize = async (give: SupergraphSdlUpdateFunction) => {
    const take = async () => {
      const sdl = await readSupergraph(path);
      await prepare?.(sdl);
      give(sdl);
      log.info('supergraph.loaded', { path });
      return sdl;
    };
    const version = await versionOf(path);
    const supergraphSdl = await take();
    loaded = true;
    const stopWatching = watch({ path, version, log, take });
    return { supergraphSdl, cleanup: async () => stopWatching() };
  };

  return {
    isLoaded: () => loaded,
    initialize: async ({ update }) => {
      try {
        return await initialize(update);
      } catch (error) {
        const reason = error instanceof Error ? asSentence(error.message) : String(error);
        throw new ConfigurationError(
          `Cannot use the supergraph ${path} (${reason}): run npm run compose.`,
        );
      }
    },
  };
}

interface Watched {
  path: string;
  /** The version that the gateway has. */
  version: string | null;
  log: Log;
  /** Gives the gateway the file as it is now. */
  take(): Promise<unknown>;
}

/** @returns a function that stops it */
function watch({ path, version, log, take }: Watched): () => void {
  let seen = version;
  let taken = version;

  const look = async () => {
    const current = await versionOf(path);
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
        .catch((error: unknown) => {
          // A gateway that has stopped takes nothing any more.
          if (!stopped) log.error('supergraph.rejected', { path, error });
        })
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
async function versionOf(path: string): Promise<string | null> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function readSupergraph(path: string): Promise<string> {
  const text = await readFile(path, 'utf8');
  if (text.trim() === '') throw new Error('the file is empty');
  return text;
}

/** The first words of a message of several lines. */
function asSentence(message: string): string {
  return message.replaceAll(/\s+/g, ' ').slice(0, 200);
}
