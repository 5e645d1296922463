import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { databaseUrl, readEnvironment } from '../../../common/process/config/environment.ts';
import { databaseUrlVariable, SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import { BACKUP_DATABASE_URL } from '../../../common/topology/general-variables.ts';
import type { SubgraphName } from '../../../common/topology/services.ts';
import { OperatorError } from '../environment/operator-error.ts';
import { loadSecrets, type Secrets } from '../environment/secrets.ts';
import {
  readDatabaseUrls,
  readMigrationUrls,
  readSettings,
  type Settings,
  type Variables,
} from '../environment/settings.ts';
import { type DatabaseTarget, parseDatabaseUrl } from './connection.ts';
import { accountUrl, type DatabaseAccount, migrationsUser } from './database-accounts.ts';

const EMBEDDED_HOST = '127.0.0.1';

/**
 * The addresses of some databases of the running system: as the environment says, else on the
 * embedded server of `npm start`.
 * @throws OperatorError with one sentence when there has never been one
 */
export function liveDatabaseUrls<Name extends SubgraphName>(
  variables: Variables,
  names: readonly Name[],
): Record<Name, string> {
  return readDatabaseUrls(variables, names) ?? embeddedDatabaseUrls(readSettings(variables), names);
}

/**
 * The addresses of the databases of the running system for users who may change their tables.
 * @throws OperatorError with one sentence when there has never been one
 */
export function liveMigrationUrls(variables: Variables): Record<SubgraphName, string> {
  const given = readMigrationUrls(variables);
  if (given !== null) return given;
  const settings = readSettings(variables);
  const { databaseMigrators } = embeddedSecrets(settings, SUBGRAPH_NAMES);
  return embeddedUrls(settings, SUBGRAPH_NAMES, (name) => {
    return { database: name, user: migrationsUser(name), password: databaseMigrators[name] };
  });
}

/**
 * The address of a user who may read every database of the running system: the one that
 * `BACKUP_DATABASE_URL` names, or the one that all databases have; of the embedded server its
 * administrator.
 * @throws OperatorError with one sentence when the environment names no such user
 */
export function liveReader(variables: Variables): DatabaseTarget {
  const urls = readDatabaseUrls(variables, SUBGRAPH_NAMES);
  if (urls === null) {
    const settings = readSettings(variables);
    const { databaseRoot } = embeddedSecrets(settings, SUBGRAPH_NAMES);
    const user = { user: 'root', password: databaseRoot };
    return { label: 'DATA_DIR', host: EMBEDDED_HOST, port: settings.databasePort, ...user };
  }
  const own = readEnvironment({ [BACKUP_DATABASE_URL.name]: databaseUrl.optional() }, variables);
  const given = own[BACKUP_DATABASE_URL.name];
  if (given !== undefined) return readerAt(BACKUP_DATABASE_URL.name, given);
  const [first, ...others] = SUBGRAPH_NAMES.map((name) =>
    readerAt(databaseUrlVariable(name), urls[name]),
  );
  if (first === undefined || others.some(({ user }) => user !== first.user)) {
    throw new OperatorError(
      `Each database has a user of its own: set ${BACKUP_DATABASE_URL.name} to the address of one ` +
        'who may read them all (SELECT on each).',
    );
  }
  return first;
}

function readerAt(label: string, url: string): DatabaseTarget {
  const { database: _one, ...server } = parseDatabaseUrl(label, url);
  return server;
}

function embeddedDatabaseUrls<Name extends SubgraphName>(
  settings: Settings,
  names: readonly Name[],
): Record<Name, string> {
  const { databaseUsers } = embeddedSecrets(settings, names);
  return embeddedUrls(settings, names, (name) => {
    return { database: name, user: name, password: databaseUsers[name] };
  });
}

function embeddedSecrets(settings: Settings, names: readonly SubgraphName[]): Secrets {
  // Loading secrets where there are none would make new ones, which no database has.
  if (!existsSync(join(settings.dataDirectory, 'secrets.json'))) {
    throw new OperatorError(
      `There is no database in ${settings.dataDirectory}: run npm start first, or set ` +
        `${names.map((name) => databaseUrlVariable(name)).join(', ')}.`,
    );
  }
  return loadSecrets(settings);
}

function embeddedUrls<Name extends SubgraphName>(
  { databasePort }: Settings,
  names: readonly Name[],
  accountOf: (name: Name) => DatabaseAccount,
): Record<Name, string> {
  const server = { host: EMBEDDED_HOST, port: databasePort };
  const urls = names.map((name) => [name, accountUrl(server, accountOf(name))]);
  return Object.fromEntries(urls) as Record<Name, string>;
}
