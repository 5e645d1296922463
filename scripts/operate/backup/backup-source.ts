import { databaseUrlVariable, SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import type { SubgraphName } from '../../../common/topology/services.ts';
import { type Connection, type DatabaseTarget, parseDatabaseUrl } from '../databases/connection.ts';
import { quoteIdentifier } from '../databases/database-accounts.ts';
import { liveDatabaseUrls, liveReader } from '../databases/live-database-urls.ts';
import { refuseUnfinishedRestore } from '../databases/unfinished-restore.ts';
import { OperatorError } from '../environment/operator-error.ts';
import type { Variables } from '../environment/settings.ts';
import { takeMigrationTurn } from '../migrate/apply-migrations.ts';
import { createMigrationLog } from '../migrate/migration-log.ts';
import type { Manifest } from './backup-manifest.ts';

/** The databases of a running system, and somebody who may read them all. */
export interface BackupSource {
  reader: DatabaseTarget;
  /** Names of the databases, in the order of the table of services. */
  databases: readonly { subgraph: SubgraphName; name: string }[];
}

/**
 * Finds the databases to back up.
 * @throws OperatorError when they are not on one server: two servers have no moment in common
 */
export function backupSource(variables: Variables): BackupSource {
  const urls = liveDatabaseUrls(variables, SUBGRAPH_NAMES);
  const reader = liveReader(variables);
  const targets = SUBGRAPH_NAMES.map((subgraph) => {
    const target = parseDatabaseUrl(databaseUrlVariable(subgraph), urls[subgraph]);
    return { subgraph, target };
  });
  const elsewhere = targets.find(({ target }) => placeOf(target) !== placeOf(reader));
  if (elsewhere !== undefined) {
    const { target } = elsewhere;
    throw new OperatorError(
      `${target.label} names the server ${placeOf(target)}, ${reader.label} names ` +
        `${placeOf(reader)}: a backup shows one moment, which only databases of one server have. ` +
        'Name that server by one address.',
    );
  }
  return {
    reader,
    databases: targets.map(({ subgraph, target }) => ({ subgraph, name: target.database ?? '' })),
  };
}

/**
 * Keeps migrations away from the databases for as long as the connection lives, and tells which
 * were applied to each.
 * @param connection the reader's
 * @throws OperatorError when one cannot be read, or holds nothing that a restore could use
 */
export async function holdMigrations(
  connection: Connection,
  { reader, databases }: BackupSource,
): Promise<Manifest['databases']> {
  const held: Manifest['databases'] = {};
  await requireReadable(connection, { reader, databases });
  for (const { subgraph, name } of databases) {
    await connection.query(`USE ${quoteIdentifier(name)}`);
    await takeMigrationTurn(connection, { database: name });
    await refuseUnfinishedRestore(connection, { database: name });
    const log = createMigrationLog(connection, name);
    if (!(await log.exists())) {
      throw new OperatorError(
        `The database "${name}" has never been migrated: there is nothing to back up.`,
      );
    }
    held[subgraph] = { name, migrations: await log.finished() };
  }
  return held;
}

async function requireReadable(
  connection: Connection,
  { reader, databases }: BackupSource,
): Promise<void> {
  const rows = await connection.query<{ name: string }[]>(
    'SELECT schema_name AS name FROM information_schema.schemata',
  );
  const readable = new Set(rows.map(({ name }) => name));
  const missing = databases.filter(({ name }) => !readable.has(name)).map(({ name }) => name);
  if (missing.length === 0) return;
  throw new OperatorError(
    `The user "${reader.user}" (${reader.label}) may not read ${missing.join(' and ')}: give it ` +
      'SELECT on each database.',
  );
}

function placeOf({ host, port }: Pick<DatabaseTarget, 'host' | 'port'>): string {
  return `${host.toLowerCase()}:${port}`;
}
