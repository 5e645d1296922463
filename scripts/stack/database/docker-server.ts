import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  connect,
  type DatabaseTarget,
  withConnection,
} from '../../operate/databases/connection.ts';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import { findProgram } from '../../operate/programs/programs.ts';
import type { DatabaseServer, EmbeddedServerOptions } from './embedded-server.ts';

const IMAGE = 'mysql:8.4';
// The first start makes the data directory inside of the volume.
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_S = 60;
const POLL_INTERVAL_MS = 250;

/** True when a Docker engine answers. */
export function isDockerAvailable(): boolean {
  return findProgram('docker') !== null && spawnSync('docker', ['info']).status === 0;
}

/** Runs MySQL in a container, with its data in a volume named after the data directory. */
export async function startDockerServer(
  options: Omit<EmbeddedServerOptions, 'binary'>,
): Promise<DatabaseServer> {
  const directoryHash = createHash('sha256').update(options.directory).digest('hex');
  const name = `electroplus-${directoryHash.slice(0, 12)}`;
  // A container that a killed run left behind holds the port; its data are in the volume and stay.
  spawnSync('docker', ['stop', '--time', String(STOP_LIMIT_S), name]);
  spawnSync('docker', ['rm', name]);
  // An image that is not here yet takes minutes: its progress is worth seeing.
  spawnSync('docker', ['pull', '--quiet', IMAGE], { stdio: ['ignore', 'ignore', 'inherit'] });
  const child = spawn('docker', runArguments(name, options), {
    stdio: 'ignore',
    detached: true,
    // Passed by environment: command lines are visible to every user of a machine.
    env: { ...process.env, MYSQL_ROOT_PASSWORD: options.rootPassword },
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const admin: DatabaseTarget = {
    label: 'database container',
    host: '127.0.0.1',
    port: options.port,
    user: 'root',
    password: options.rootPassword,
  };
  const stop = async () => {
    spawnSync('docker', ['stop', '--time', String(STOP_LIMIT_S), name]);
    await exited;
  };
  try {
    await waitUntilServing(admin, () => child.exitCode !== null);
    await withConnection(admin, (connection) => connection.query(options.statements.join(';')));
  } catch (error) {
    await stop();
    throw error;
  }
  const description = `Docker container ${name} (${IMAGE}) on 127.0.0.1:${options.port}`;
  return { description, admin, logFile: null, pid: null, exited, stop };
}

function runArguments(name: string, options: Omit<EmbeddedServerOptions, 'binary'>): string[] {
  return [
    'run',
    '--rm',
    `--name=${name}`,
    '--env=MYSQL_ROOT_PASSWORD',
    `--publish=127.0.0.1:${options.port}:3306`,
    `--volume=${name}:/var/lib/mysql`,
    IMAGE,
    '--transaction-isolation=READ-COMMITTED',
    '--innodb-flush-log-at-trx-commit=1',
    '--skip-log-bin',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    '--default-time-zone=+00:00',
    '--max-connections=200',
    `--innodb-buffer-pool-size=${options.bufferPoolMb ?? 512}M`,
  ];
}

async function waitUntilServing(admin: DatabaseTarget, hasEnded: () => boolean): Promise<void> {
  const giveUpAtMs = Date.now() + START_LIMIT_MS;
  for (;;) {
    try {
      const connection = await connect(admin);
      await connection.end();
      return;
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      if (hasEnded() || Date.now() > giveUpAtMs) {
        throw new OperatorError(
          `The database container does not start: run "docker run ${IMAGE}" to see why, or set ` +
            'the *_DATABASE_URL variables.',
        );
      }
      await delay(POLL_INTERVAL_MS);
    }
  }
}
