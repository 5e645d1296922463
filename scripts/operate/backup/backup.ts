// `npm run backup -- --to DIR`: one dump of all databases, at one moment, while the system sells.
// The databases are those of `verify`: of the environment, else of `npm start`. DIR must be empty
// or new; a backup that fails or is killed leaves nothing that restore would take.
import { resolve } from 'node:path';
import { connect } from '../databases/connection.ts';
import { serverVersion } from '../databases/server-version.ts';
import { readArguments } from '../environment/command-arguments.ts';
import { OperatorError, runCommand } from '../environment/operator-error.ts';
import { loadDotEnv, readSettings } from '../environment/settings.ts';
import { createBackupFolder } from './backup-folder.ts';
import { type Manifest, newManifest } from './backup-manifest.ts';
import { backupSource, holdMigrations } from './backup-source.ts';
import { findDumpProgram } from './dump-program.ts';
import { type DumpOrder, writeDump } from './write-dump.ts';

const USAGE = 'npm run backup -- --to DIR';

await runCommand(async () => {
  const { to } = readArguments(USAGE, { options: { to: { type: 'string' } } }).values;
  if (!to) throw new OperatorError(`Say where the backup is written.\nUsage: ${USAGE}`);
  loadDotEnv();
  await backUp(resolve(to));
});

async function backUp(directory: string): Promise<void> {
  const source = backupSource(process.env);
  const connection = await connect(source.reader);
  try {
    const server = await serverVersion(connection);
    const program = findDumpProgram(server.flavour, readSettings(process.env).dataDirectory);
    const databases = await holdMigrations(connection, source);
    const startedAtMs = performance.now();
    const manifest = await dumpInto(directory, databases, {
      program,
      server,
      reader: source.reader,
      databases: source.databases.map(({ name }) => name),
      signal: stopSignal(),
    });
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    const megabytes = (manifest.dump.bytes / 1024 ** 2).toFixed(1);
    const names = source.databases.map(({ subgraph }) => subgraph).join(', ');
    process.stdout.write(
      `${directory} holds ${names} as of ${manifest.takenAt}: ${megabytes} MB, ${seconds} s.\n`,
    );
  } finally {
    await connection.end();
  }
}

async function dumpInto(
  directory: string,
  databases: Manifest['databases'],
  order: Omit<DumpOrder, 'file'>,
): Promise<Manifest> {
  const folder = createBackupFolder(directory);
  try {
    const takenAt = new Date().toISOString();
    const dump = await writeDump({ ...order, file: folder.dumpFile });
    const manifest = newManifest({
      takenAt,
      dumpProgram: order.program.version,
      server: order.server.text,
      dump,
      databases,
    });
    folder.finish(manifest);
    return manifest;
  } catch (error) {
    folder.discard();
    throw error;
  }
}

/** Aborts when somebody ends this process, which then removes what it has written. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => controller.abort());
  }
  return controller.signal;
}
