import { migrationsDatabaseUrlVariable, SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import type { SubgraphName } from '../../../common/topology/services.ts';
import type { Manifest } from '../backup/backup-manifest.ts';
import {
  type Connection,
  connect,
  type DatabaseTarget,
  parseDatabaseUrl,
} from '../databases/connection.ts';
import { liveMigrationUrls } from '../databases/live-database-urls.ts';
import { type ServerVersion, serverVersion } from '../databases/server-version.ts';
import { takeRestoreTurn } from '../databases/unfinished-restore.ts';
import { OperatorError } from '../environment/operator-error.ts';
import type { Variables } from '../environment/settings.ts';
import { requireFittingServer } from './check-backup.ts';

/** An empty database, and a connection of a user who may make its tables. */
export interface RestoreTarget {
  subgraph: SubgraphName;
  address: DatabaseTarget;
  connection: Connection;
  server: ServerVersion;
}

const SHOWN_TABLES = 5;

/**
 * Runs a task on the databases of every subgraph, which must be empty, and ends the connections.
 * @throws OperatorError with the list of what is there, before anything is changed
 */
export async function withEmptyDatabases(
  variables: Variables,
  manifest: Manifest,
  task: (targets: readonly RestoreTarget[]) => Promise<void>,
): Promise<void> {
  const urls = liveMigrationUrls(variables);
  const connections: Connection[] = [];
  const targets: RestoreTarget[] = [];
  try {
    for (const subgraph of SUBGRAPH_NAMES) {
      const address = parseDatabaseUrl(migrationsDatabaseUrlVariable(subgraph), urls[subgraph]);
      const connection = await connect(address);
      connections.push(connection);
      const server = await serverVersion(connection);
      requireFittingServer(manifest, server);
      targets.push({ subgraph, address, connection, server });
    }
    await requireEmpty(targets);
    await task(targets);
  } finally {
    await Promise.all(connections.map((connection) => connection.end()));
  }
}

async function requireEmpty(targets: readonly RestoreTarget[]): Promise<void> {
  const full: string[] = [];
  for (const { connection, address } of targets) {
    const tables = await takeRestoreTurn(connection, address);
    if (tables.length === 0) continue;
    const more = tables.length > SHOWN_TABLES ? ', …' : '';
    const shown = `${tables.slice(0, SHOWN_TABLES).join(', ')}${more}`;
    const place = `${address.host}:${address.port}`;
    full.push(`\n  "${address.database}" at ${place} has ${tables.length} tables: ${shown}`);
  }
  if (full.length === 0) return;
  throw new OperatorError(
    `Nothing is restored over data that are there: name empty databases.${full.join('')}`,
  );
}
