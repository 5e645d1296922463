import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError, reasonOf } from '../../common/process/config/environment.ts';
import { fileVersion, watchFiles } from '../../common/process/lifecycle/file-watch.ts';
import type { Log } from '../../common/process/log/log.ts';
import { parseManifest, type TrustedDocument } from './manifest.ts';

/** The documents of all manifests, as their files are now. */
export interface Manifests {
  current(): readonly TrustedDocument[];
  /** Stops looking at the files. */
  close(): void;
}

export interface ManifestsOptions {
  /** Manifests, and folders whose `*.json` are manifests. */
  places: readonly string[];
  log: Log;
  /** Gets the documents at the start and after each change. */
  use(documents: readonly TrustedDocument[]): void;
}

/**
 * Reads the manifests, and again whenever one is added, changed or removed. A version that cannot
 * be used is logged, and the last good one stays.
 * @throws ConfigurationError when they cannot be used at the start
 */
export async function followManifests(options: ManifestsOptions): Promise<Manifests> {
  const { places, log, use } = options;
  const version = await versionOfAll(places);
  let documents = readManifests(places);
  use(documents);
  const close = watchFiles({
    versionOf: () => versionOfAll(places),
    version,
    async take() {
      documents = readManifests(places);
      use(documents);
      log.info('operations.loaded', { count: documents.length });
    },
    onRejected: (error) => log.error('operations.rejected', { error }),
  });
  return { current: () => documents, close };
}

/**
 * Reads manifests. A document that several of them have counts once.
 * @throws ConfigurationError naming the file that is missing, is no manifest, or has another text
 *   under the id of a file before it
 */
export function readManifests(places: readonly string[]): TrustedDocument[] {
  const byId = new Map<string, TrustedDocument>();
  for (const path of places.flatMap(filesAt)) {
    for (const document of readOne(path)) {
      const before = byId.get(document.id);
      if (before && before.body !== document.body) {
        throw unusable(path, `its id ${document.id} stands for another text in an earlier file`);
      }
      byId.set(document.id, document);
    }
  }
  return [...byId.values()];
}

function readOne(path: string): TrustedDocument[] {
  try {
    return parseManifest(readFileSync(path, 'utf8'));
  } catch (error) {
    throw unusable(path, error);
  }
}

function filesAt(place: string): string[] {
  try {
    return statSync(place).isDirectory() ? manifestsIn(place, readdirSync(place)) : [place];
  } catch (error) {
    throw unusable(place, error);
  }
}

function manifestsIn(folder: string, names: readonly string[]): string[] {
  const manifests = names.filter((name) => name.endsWith('.json'));
  return manifests.toSorted().map((name) => join(folder, name));
}

function unusable(path: string, reason: unknown): ConfigurationError {
  const cure = 'run npm run operations, or name other manifests in OPERATIONS_FILE';
  return new ConfigurationError(
    `Cannot use the operations ${path} (${reasonOf(reason)}): ${cure}.`,
  );
}

/** @returns null while one of the places is not there */
async function versionOfAll(places: readonly string[]): Promise<string | null> {
  const versions = await Promise.all(places.map(versionOfPlace));
  return versions.includes(null) ? null : versions.join('\n');
}

async function versionOfPlace(place: string): Promise<string | null> {
  const own = await fileVersion(place);
  if (own === null || !(await stat(place)).isDirectory()) return own;
  const files = manifestsIn(place, await readdir(place));
  const versions = await Promise.all(files.map(fileVersion));
  return files.map((file, index) => `${file} ${versions[index] ?? ''}`).join('\n');
}
