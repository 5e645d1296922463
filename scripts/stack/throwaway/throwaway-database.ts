import { randomBytes } from 'node:crypto';
import type { SubgraphName } from '../../../common/topology/services.ts';
import { parseDatabaseUrl, withConnection } from '../../operate/databases/connection.ts';
import { accountStatements, accountUrl } from '../../operate/databases/database-accounts.ts';
import { newSecret } from '../../operate/environment/secrets.ts';
import { migrateDatabase } from '../../operate/migrate/apply-migrations.ts';
import { migrationsDirectory } from '../../operate/migrate/migration-files.ts';
import { ADMIN_URL_VARIABLE } from './throwaway-server.ts';

export interface ThrowawayDatabase {
  /** `mysql://user:password@host:port/database`; the user has this database only. */
  url: string;
  /** Removes the database and its user. */
  drop(): Promise<void>;
}

/**
 * A new, empty database without tables.
 * @param admin the administrator of its server, the run's own unless told otherwise
 */
export async function createEmptyDatabase(
  namePrefix: string,
  admin = serverAdministrator(),
): Promise<ThrowawayDatabase> {
  const database = `${namePrefix}_${randomBytes(6).toString('hex')}`;
  const account = { database, user: database, password: newSecret() };
  await withConnection(admin, (connection) =>
    connection.query(accountStatements(account).join(';')),
  );
  return {
    url: accountUrl(admin, account),
    drop: () =>
      withConnection(admin, async (connection) => {
        await connection.query(
          `DROP DATABASE IF EXISTS ${database}; DROP USER IF EXISTS ${database}`,
        );
      }),
  };
}

/**
 * A new database of a subgraph, migrated, with a user of its own.
 * @param dump statements that make the tables and rows of an older version; none: it has no rows
 */
export async function createMigratedDatabase(
  subgraph: SubgraphName,
  dump?: string,
): Promise<ThrowawayDatabase> {
  const created = await createEmptyDatabase(subgraph);
  const address = parseDatabaseUrl(subgraph, created.url);
  if (dump) await withConnection(address, (connection) => connection.query(dump));
  await migrateDatabase(address, migrationsDirectory(subgraph));
  return created;
}

/** The run's own server, as its administrator. */
export function serverAdministrator() {
  const url = process.env[ADMIN_URL_VARIABLE];
  if (url === undefined)
    throw new Error(`${ADMIN_URL_VARIABLE} is not set: start the throw-away server`);
  return parseDatabaseUrl(ADMIN_URL_VARIABLE, url);
}
