import { readFile } from 'node:fs/promises';
import type { SupergraphManager, SupergraphSdlUpdateFunction } from '@apollo/gateway';
import { ConfigurationError, reasonOf } from '../../common/process/config/environment.ts';
import { fileVersion, watchFiles } from '../../common/process/lifecycle/file-watch.ts';
import type { Log } from '../../common/process/log/log.ts';

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
    const version = await fileVersion(path);
    const supergraphSdl = await take();
    loaded = true;
    const stopWatching = watchFiles({
      versionOf: () => fileVersion(path),
      version,
      take,
      onRejected: (error) => log.error('supergraph.rejected', { path, error }),
    });
    return { supergraphSdl, cleanup: async () => stopWatching() };
  };

  return {
    isLoaded: () => loaded,
    initialize: async ({ update }) => {
      try {
        return await initialize(update);
      } catch (error) {
        throw new ConfigurationError(
          `Cannot use the supergraph ${path} (${reasonOf(error)}): run npm run compose.`,
        );
      }
    },
  };
}

async function readSupergraph(path: string): Promise<string> {
  const text = await readFile(path, 'utf8');
  if (text.trim() === '') throw new Error('the file is empty');
  return text;
}
