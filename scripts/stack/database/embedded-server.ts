import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, type DatabaseTarget } from '../../operate/databases/connection.ts';
import { administratorStatements } from '../../operate/databases/database-accounts.ts';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import { requireFreePorts } from '../machine/port-holder.ts';
import {
  commandLineOf,
  endingWithUs,
  isAlive,
  readPidFile,
  waitUntil,
} from '../machine/processes.ts';
import { ensureDataDirectory, runAsCurrentUser } from './data-directory.ts';
import type { ServerBinary } from './server-binary.ts';

/** A running database server that belongs to this installation alone. */
export interface DatabaseServer {
  description: string;
  /** Its administrator's way in. */
  admin: DatabaseTarget;
  logFile: string | null;
  /** Null for a server that is no process of ours. */
  pid: number | null;
  /** Resolves when the server ends, wanted or not. */
  exited: Promise<void>;
  /** Ends the server cleanly and waits until it is gone. */
  stop(): Promise<void>;
}

export interface EmbeddedServerOptions {
  binary: ServerBinary;
  /** Holds the data (`mysql/`), the log and the pid file. */
  directory: string;
  port: number;
  rootPassword: string;
  /** Run by the server before it accepts anyone, each on one line. */
  statements: readonly string[];
  bufferPoolMb?: number;
  /** More variables for the server: a test gives it another clock. */
  environment?: Readonly<Record<string, string>>;
}

// Crash recovery of a large log takes time; after this something is wrong.
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 60_000;
const POLL_INTERVAL_MS = 25;
// A socket's path must fit into 104 bytes on macOS and 108 on Linux.
const MAX_SOCKET_PATH_BYTES = 100;
const LOOPBACK = '127.0.0.1';
const RUN_DIRECTORY_PREFIX = 'mysql-run-';

/**
 * Starts a private server on loopback. It lives in a process group of its own, so that Ctrl-C does
 * not reach it before its clients have ended, and dies with this process even when that is killed.
 * A server that an earlier, killed run left behind on the same data is ended first.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<DatabaseServer> {
  const dataDirectory = ensureDataDirectory(options.binary, options.directory);
  const pidFile = join(options.directory, 'mysql.pid');
  await endEarlierServer(pidFile, dataDirectory);
  removeEarlierRunDirectories(options.directory);
  await requireFreePorts([{ variable: 'DB_PORT', port: options.port }], LOOPBACK);

  const logFile = join(options.directory, 'logs', 'database.log');
  mkdirSync(join(options.directory, 'logs'), { recursive: true });
  const runDirectory = mkdtempSync(join(socketParent(options.directory), RUN_DIRECTORY_PREFIX));
  const initFile = join(runDirectory, 'init.sql');
  const statements = [...administratorStatements(options.rootPassword), ...options.statements];
  writeFileSync(initFile, statements.map((line) => `${line};\n`).join(''), { mode: 0o600 });

  const args = [
    '--no-defaults',
    `--datadir=${dataDirectory}`,
    `--pid-file=${pidFile}`,
    `--socket=${join(runDirectory, 's')}`,
    `--init-file=${initFile}`,
    // A server that starts sweeps temporary tables out of its directory: ours must be ours alone.
    `--tmpdir=${runDirectory}`,
    ...serverArguments(options),
  ];
  const child = spawnServer(options, args, logFile);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const admin: DatabaseTarget = {
    label: 'embedded database',
    host: LOOPBACK,
    port: options.port,
    user: 'root',
    password: options.rootPassword,
  };
  try {
    await waitUntilServing(child, admin, logFile);
  } catch (error) {
    await stopServer(child, exited);
    rmSync(runDirectory, { recursive: true, force: true });
    throw error;
  }
  rmSync(initFile);
  return {
    description: `${options.binary.server} on ${LOOPBACK}:${options.port}`,
    admin,
    logFile,
    pid: child.pid ?? null,
    exited,
    async stop() {
      await stopServer(child, exited);
      rmSync(runDirectory, { recursive: true, force: true });
    },
  };
}

function serverArguments(options: EmbeddedServerOptions): string[] {
  return [
    ...runAsCurrentUser(),
    `--bind-address=${LOOPBACK}`,
    `--port=${options.port}`,
    '--skip-name-resolve',
    '--transaction-isolation=READ-COMMITTED',
    // Durable: a sale that was answered survives a power cut. No binary log: nobody replicates
    // this.
    '--innodb-flush-log-at-trx-commit=1',
    '--skip-log-bin',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    '--default-time-zone=+00:00',
    '--max-connections=200',
    `--innodb-buffer-pool-size=${options.bufferPoolMb ?? 512}M`,
    '--local-infile=0',
    ...(options.binary.flavour === 'mysql' ? ['--mysqlx=OFF'] : []),
  ];
}

function spawnServer(
  { binary, environment }: EmbeddedServerOptions,
  args: readonly string[],
  logFile: string,
): ChildProcess {
  const log = openSync(logFile, 'a');
  try {
    const [command, commandArgs] = endingWithUs(binary.server, args);
    const env = { ...process.env, ...environment };
    return spawn(command, commandArgs, { stdio: ['ignore', log, log], detached: true, env });
  } finally {
    closeSync(log);
  }
}

async function waitUntilServing(
  child: ChildProcess,
  admin: DatabaseTarget,
  logFile: string,
): Promise<void> {
  const giveUpAtMs = Date.now() + START_LIMIT_MS;
  for (;;) {
    try {
      const connection = await connect(admin);
      await connection.end();
      return;
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      const hasEnded = child.exitCode !== null || child.signalCode !== null;
      if (hasEnded || Date.now() > giveUpAtMs) throw explainFailedStart(logFile);
      await delay(POLL_INTERVAL_MS);
    }
  }
}

function explainFailedStart(logFile: string): OperatorError {
  const log = readFileSync(logFile, 'utf8');
  const errors = log.split('\n').filter((line) => line.includes('[ERROR]'));
  if (/No space left|errno: 28|OS errno 28/i.test(log.slice(-4_000))) {
    return new OperatorError(
      'The database cannot start because the disk is full: free some space.',
    );
  }
  return new OperatorError(
    `The embedded database does not start: read ${logFile}, which ends with\n` +
      errors.slice(-3).join('\n'),
  );
}

async function stopServer(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await exited;
  clearTimeout(kill);
}

/** Ends a server that still runs on this data directory, if there is one and it is really ours. */
async function endEarlierServer(pidFile: string, dataDirectory: string): Promise<void> {
  const pid = readPidFile(pidFile);
  if (pid === null || !commandLineOf(pid)?.includes(`--datadir=${dataDirectory}`)) return;
  process.kill(pid, 'SIGTERM');
  if (!(await waitUntil(() => !isAlive(pid), STOP_LIMIT_MS))) {
    throw new OperatorError(
      `An earlier database server (process ${pid}) does not end: end it, then start again.`,
    );
  }
}

function removeEarlierRunDirectories(directory: string): void {
  const names = readdirSync(directory).filter((name) => name.startsWith(RUN_DIRECTORY_PREFIX));
  for (const name of names) rmSync(join(directory, name), { recursive: true });
}

function socketParent(directory: string): string {
  const longest = Buffer.byteLength(join(directory, `${RUN_DIRECTORY_PREFIX}XXXXXX`, 's'));
  return longest <= MAX_SOCKET_PATH_BYTES ? directory : tmpdir();
}
