import { readFile, stat } from 'node:fs/promises';
import type { SupergraphManager, SupergraphSdlUpdateFunction } from '@apollo/gateway';
import { ConfigurationError } from '../common/config/environment.ts';
import type { Log } from '../common/log/log.ts';

/** How often the file is looked at. A change counts once the file is the same twice in a row. */
const WATCH_INTERVAL_MS = 250;

/** Keeps the gateway on the newest good version of the supergraph file. */
export interface SupergraphFile extends SupergraphManager {
  isLoaded(): boolean;
}

/**
 * Hands the supergraph file to the gateway, and every later version of it that the gateway takes.
 * It looks at the file instead of listening for events: those miss renames and network folders.
 * @param path of the supergraph; starting without a usable one is a ConfigurationError
 */
export function createSupergraphFile(path: string, log: Log): SupergraphFile {
  let loaded = false;

  const initialize = async (update: SupergraphSdlUpdateFunction) => {
    const version = await versionOf(path);
    const supergraphSdl = await readSupergraph(path);
    update(supergraphSdl);
    loaded = true;
    log.info('supergraph.loaded', { path });
    const stopWatching = watch({ path, version, log, update });
    return { supergraphSdl, cleanup: async () => stopWatching() };
  };

  return {
    isLoaded: () => loaded,
    initialize: async (options) => {
      try {
        return await initialize(options.update);
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
  update: SupergraphSdlUpdateFunction;
}

/** @returns how to stop it */
function watch({ path, version, log, update }: Watched): () => void {
  let seen = version;
  let settled = version;

  const look = async () => {
    const current = await versionOf(path);
    const isStill = current === seen;
    seen = current;
    if (!isStill || current === settled || current === null) return;
    settled = current;
    update(await readSupergraph(path));
    log.info('supergraph.loaded', { path });
  };

  let stopped = false;
  let timer: NodeJS.Timeout;
  const lookAgainLater = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      look()
        .catch((error: unknown) => log.error('supergraph.rejected', { path, error }))
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
