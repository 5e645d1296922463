// The one private database server of a run of tests, benchmarks or faults: started before the first
// database is made, gone with all of them after the last.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSecret } from '../../operate/environment/secrets.ts';
import { type DatabaseServer, startEmbeddedServer } from '../database/embedded-server.ts';
import { ensureServerBinary } from '../database/server-install.ts';
import { freePort } from './free-port.ts';

/** The variable by which workers find the server. */
export const ADMIN_URL_VARIABLE = 'TEST_DATABASE_ADMIN_URL';

/** Set for runs of tests that only read files: no server is started. */
export const WITHOUT_DATABASE_VARIABLE = 'TEST_WITHOUT_DATABASE';

export interface ThrowawayServer {
  server: DatabaseServer;
  /** `mysql://root:…`: may create databases and users. */
  adminUrl: string;
  stop(): Promise<void>;
}

/** Starts the server on a free port with its data in a new temporary directory. */
export async function startThrowawayServer(): Promise<ThrowawayServer> {
  const directory = mkdtempSync(join(tmpdir(), 'electroplus-test-'));
  const rootPassword = newSecret();
  const removeData = () => rmSync(directory, { recursive: true, force: true });
  process.once('exit', removeData);
  const server = await startEmbeddedServer({
    binary: ensureServerBinary(),
    directory,
    port: await freePort(),
    rootPassword,
    statements: [],
    bufferPoolMb: 256,
  });
  return {
    server,
    adminUrl: `mysql://root:${rootPassword}@${server.admin.host}:${server.admin.port}/mysql`,
    async stop() {
      await server.stop();
      removeData();
      process.removeListener('exit', removeData);
    },
  };
}
