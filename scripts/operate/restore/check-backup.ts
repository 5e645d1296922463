import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import type { SubgraphName } from '../../../common/topology/services.ts';
import { DUMP_FILE, type Manifest, readManifest } from '../backup/backup-manifest.ts';
import { parseServerVersion, type ServerVersion } from '../databases/server-version.ts';
import { OperatorError, reasonOf } from '../environment/operator-error.ts';
import { migrationsDirectory, readMigrationFiles } from '../migrate/migration-files.ts';

/** A backup that is whole and that this program understands. */
export interface CheckedBackup {
  manifest: Manifest;
  dumpFile: string;
  /** The subgraphs whose databases it has; one that came later is not among them. */
  subgraphs: readonly SubgraphName[];
}

/**
 * Reads a backup before anything is changed.
 * @throws OperatorError when it is damaged, or of a newer version of the program
 */
export async function checkBackup(directory: string): Promise<CheckedBackup> {
  const manifest = readManifest(directory);
  const dumpFile = join(directory, DUMP_FILE);
  const subgraphs = SUBGRAPH_NAMES.filter((name) => name in manifest.databases);
  for (const [name, { migrations }] of Object.entries(manifest.databases)) {
    const subgraph = subgraphs.find((one) => one === name);
    const isKnown = subgraph !== undefined && migrations.every(knownTo(subgraph));
    if (!isKnown) {
      throw new OperatorError(
        `The backup of ${name} was made by another version of this program (${manifest.program}), ` +
          'which has migrations that these files do not have: restore with that version, or a ' +
          'newer one.',
      );
    }
  }
  await requireWhole(dumpFile, manifest);
  return { manifest, dumpFile, subgraphs };
}

/**
 * Compares the server that made a backup with the one that is to take it.
 * @throws OperatorError when that one is of the other kind, or older
 */
export function requireFittingServer({ server }: Pick<Manifest, 'server'>, to: ServerVersion) {
  const from = parseServerVersion(server);
  const isOlder = to.major < from.major || (to.major === from.major && to.minor < from.minor);
  if (to.flavour === from.flavour && !isOlder) return;
  throw new OperatorError(
    `The backup is of ${from.flavour} ${from.text} and the server is ${to.flavour} ${to.text}: ` +
      `restore into ${from.flavour} ${from.major}.${from.minor} or newer.`,
  );
}

function knownTo(subgraph: SubgraphName) {
  const files = readMigrationFiles(migrationsDirectory(subgraph));
  const checksumByName = new Map(files.map(({ name, checksum }) => [name, checksum]));
  return ({ name, checksum }: { name: string; checksum: string }) =>
    checksumByName.get(name) === checksum;
}

async function requireWhole(file: string, { dump }: Manifest): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await pipeline(createReadStream(file), async (parts: AsyncIterable<Buffer>) => {
      for await (const part of parts) {
        hash.update(part);
        bytes += part.length;
      }
    });
  } catch (error) {
    throw new OperatorError(`Cannot read ${file} (${reasonOf(error)}): take another backup.`);
  }
  if (bytes !== dump.bytes) {
    throw new OperatorError(
      `${file} has ${bytes} bytes and not the ${dump.bytes} that were written: take another backup.`,
    );
  }
  if (hash.digest('hex') !== dump.sha256) {
    throw new OperatorError(
      `${file} is not what was written (its SHA-256 differs): take another backup.`,
    );
  }
}
