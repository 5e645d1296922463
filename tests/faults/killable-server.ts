// A database server of one's own that may be killed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSecret } from '../../scripts/operate/environment/secrets.ts';
import {
  type DatabaseServer,
  startEmbeddedServer,
} from '../../scripts/stack/database/embedded-server.ts';
import { ensureServerBinary } from '../../scripts/stack/database/server-install.ts';
import { readPidFile } from '../../scripts/stack/machine/processes.ts';
import { freePort } from '../../scripts/stack/throwaway/free-port.ts';
import { ADMIN_URL_VARIABLE } from '../../scripts/stack/throwaway/throwaway-server.ts';

export interface KillableServer {
  /** By SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** On the same data and port. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the server; from then on, until it stops, new databases are made on it.
 * @param environment more variables of the server's process
 */
export async function startKillableServer(
  environment: Readonly<Record<string, string>> = {},
): Promise<KillableServer> {
  const directory = mkdtempSync(join(tmpdir(), 'electroplus-killable-'));
  const rootPassword = newSecret();
  const port = await freePort();
  const open = () =>
    startEmbeddedServer({
      binary: ensureServerBinary(),
      directory,
      port,
      rootPassword,
      statements: [],
      bufferPoolMb: 128,
      environment,
    });
  let server: DatabaseServer = await open();
  const outerUrl = process.env[ADMIN_URL_VARIABLE];
  process.env[ADMIN_URL_VARIABLE] = `mysql://root:${rootPassword}@127.0.0.1:${port}/mysql`;
  return {
    async kill() {
      const pid = readPidFile(join(directory, 'mysql.pid'));
      if (pid === null) throw new Error('the database server has left no pid file');
      process.kill(pid, 'SIGKILL');
      await server.exited;
    },
    async start() {
      server = await open();
    },
    async stop() {
      if (outerUrl === undefined) delete process.env[ADMIN_URL_VARIABLE];
      else process.env[ADMIN_URL_VARIABLE] = outerUrl;
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
