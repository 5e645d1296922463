import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import type { ServerBinary } from './server-binary.ts';

// A new data directory with its logs takes about 130 MB; below this the server would die later, at
// some write, with a much worse message.
const NEEDED_FREE_MB = 256;

/**
 * Makes `parent/mysql`, the server's data directory, unless it exists. It is prepared aside and
 * renamed when complete, so a start that was killed half-way leaves nothing that looks like data;
 * data that exist are never deleted.
 * @returns the data directory.
 */
export function ensureDataDirectory(binary: ServerBinary, parent: string): string {
  const directory = join(parent, 'mysql');
  if (existsSync(directory)) return directory;
  const unfinished = join(parent, 'mysql.unfinished');
  makeEmptyDirectory(parent, unfinished);
  const [program, ...args] = initialiseCommand(binary, unfinished);
  const run = spawnSync(program, args, { encoding: 'utf8' });
  if (run.status !== 0) {
    const lastLines = `${run.stdout}${run.stderr}`.trim().split('\n').slice(-5).join('\n');
    throw new OperatorError(
      `${program} could not make a data directory in ${parent}: see its message below.\n${lastLines}`,
    );
  }
  renameSync(unfinished, directory);
  return directory;
}

/** Servers refuse to run as root unless told that it is meant. */
export function runAsCurrentUser(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}

function makeEmptyDirectory(parent: string, directory: string): void {
  try {
    mkdirSync(parent, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = statfsSync(parent);
    const freeMb = Math.floor((bavail * bsize) / 1024 ** 2);
    if (freeMb < NEEDED_FREE_MB) {
      throw new OperatorError(
        `Only ${freeMb} MB are free in ${parent} and the database needs ${NEEDED_FREE_MB}: free ` +
          'some space or set DATA_DIR to another disk.',
      );
    }
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperatorError(
      `Cannot write to ${parent} (${reason}): set DATA_DIR to a folder that you may write to.`,
    );
  }
}

function initialiseCommand(binary: ServerBinary, directory: string): [string, ...string[]] {
  const common = [
    '--no-defaults',
    `--datadir=${directory}`,
    // Of its own: a server that starts elsewhere would sweep its tables out of a shared one.
    `--tmpdir=${dirname(directory)}`,
    ...runAsCurrentUser(),
  ];
  if (binary.installer === null) return [binary.server, ...common, '--initialize-insecure'];
  return [
    binary.installer,
    ...common,
    // With socket sign-in no account without a password is made, not even for a moment.
    '--auth-root-authentication-method=socket',
    '--skip-test-db',
    '--skip-name-resolve',
  ];
}
