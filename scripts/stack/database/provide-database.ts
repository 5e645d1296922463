import { setTimeout as delay } from 'node:timers/promises';
import { databaseUrlVariable, SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import type { SubgraphName } from '../../../common/topology/services.ts';
import { parseDatabaseUrl, withConnection } from '../../operate/databases/connection.ts';
import {
  accountStatements,
  accountUrl,
  migrationsUser,
  runtimeAccountStatements,
} from '../../operate/databases/database-accounts.ts';
import { OperatorError } from '../../operate/environment/operator-error.ts';
import type { Secrets } from '../../operate/environment/secrets.ts';
import type { Settings } from '../../operate/environment/settings.ts';
import { createBackoff } from '../supervisor/backoff.ts';
import { isDockerAvailable, startDockerServer } from './docker-server.ts';
import { type DatabaseServer, startEmbeddedServer } from './embedded-server.ts';
import { findServerBinary, type ServerBinary } from './server-binary.ts';
import { installServer, NO_SERVER_MESSAGE } from './server-install.ts';

/** The databases of this installation, ready to be migrated. */
export interface ProvidedDatabases {
  description: string;
  /** For the services: their users may change rows and no tables. */
  urls: Readonly<Record<SubgraphName, string>>;
  /** For migrations. */
  migrationUrls: Readonly<Record<SubgraphName, string>>;
  /** The process number of a server that is a child of this process; null: there is none now. */
  serverPid(): number | null;
  /** Rejects when a server of ours died and could not be started again. */
  failed: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Uses the databases that the environment names, or starts a private server.
 * @param onEvent hears of a private server that died and was started again
 * @throws OperatorError with one sentence when neither works.
 */
export async function provideDatabases(
  settings: Settings,
  secrets: Secrets,
  onEvent: (event: 'database.exited' | 'database.restarted') => void,
): Promise<ProvidedDatabases> {
  const { databaseUrls, migrationUrls } = settings;
  if (databaseUrls !== null) return useGivenDatabases(databaseUrls, migrationUrls ?? databaseUrls);
  const accounts = SUBGRAPH_NAMES.map((database) => ({
    database,
    own: { database, user: database, password: secrets.databaseUsers[database] },
    migrations: {
      database,
      user: migrationsUser(database),
      password: secrets.databaseMigrators[database],
    },
  }));
  const startServer = serverStarter({
    directory: settings.dataDirectory,
    port: settings.databasePort,
    rootPassword: secrets.databaseRoot,
    statements: accounts.flatMap(({ own, migrations }) => [
      ...accountStatements(migrations),
      ...runtimeAccountStatements(own),
    ]),
  });
  const server = await startServer();
  const urlsOf = (account: 'own' | 'migrations') =>
    Object.fromEntries(
      accounts.map((one) => [one.database, accountUrl(server.admin, one[account])]),
    ) as Record<SubgraphName, string>;
  return {
    description: server.description,
    urls: urlsOf('own'),
    migrationUrls: urlsOf('migrations'),
    ...keepRunning(server, startServer, onEvent),
  };
}

async function useGivenDatabases(
  urls: ProvidedDatabases['urls'],
  migrationUrls: ProvidedDatabases['migrationUrls'],
): Promise<ProvidedDatabases> {
  const targets = SUBGRAPH_NAMES.map((name) =>
    parseDatabaseUrl(databaseUrlVariable(name), urls[name]),
  );
  for (const target of targets) {
    await withConnection(target, (connection) => connection.query('SELECT 1'));
  }
  const places = targets.map(({ host, port, database }) => `${host}:${port}/${database}`);
  return {
    description: places.join(', '),
    urls,
    migrationUrls,
    serverPid: () => null,
    failed: new Promise(() => undefined),
    stop: () => Promise.resolve(),
  };
}

type ServerOptions = Parameters<typeof startDockerServer>[0];

/** Decides once where the server comes from; the result starts it, and starts it again. */
function serverStarter(options: ServerOptions): () => Promise<DatabaseServer> {
  const binary: ServerBinary | null = findServerBinary() ?? installServer();
  if (binary !== null) return () => startEmbeddedServer({ ...options, binary });
  if (isDockerAvailable()) return () => startDockerServer(options);
  throw new OperatorError(NO_SERVER_MESSAGE);
}

function keepRunning(
  first: DatabaseServer,
  startServer: () => Promise<DatabaseServer>,
  onEvent: (event: 'database.exited' | 'database.restarted') => void,
): Pick<ProvidedDatabases, 'serverPid' | 'failed' | 'stop'> {
  let server = first;
  let isUp = true;
  const stopping = new AbortController();
  const watch = async (): Promise<void> => {
    const backoff = createBackoff();
    for (;;) {
      const startedAtMs = performance.now();
      await server.exited;
      isUp = false;
      if (stopping.signal.aborted) return;
      onEvent('database.exited');
      await delay(backoff.nextDelayMs(performance.now() - startedAtMs));
      if (stopping.signal.aborted) return;
      server = await startServer();
      isUp = true;
      onEvent('database.restarted');
    }
  };
  const watching = watch();
  const failed = watching.then(() => new Promise<never>(() => undefined));
  // Failing before anyone looks at it is not an unhandled rejection.
  failed.catch(() => undefined);
  return {
    serverPid: () => (isUp ? server.pid : null),
    failed,
    async stop() {
      stopping.abort();
      await server.stop();
      // A restart that was under way ends first, so that its server does not outlive us.
      await watching.catch(() => undefined);
      await server.stop();
    },
  };
}
