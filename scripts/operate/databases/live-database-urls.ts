import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { databaseUrlVariable } from '../../../common/topology/derived.ts';
import type { SubgraphName } from '../../../common/topology/services.ts';
import { OperatorError } from '../environment/operator-error.ts';
import { loadSecrets } from '../environment/secrets.ts';
import {
  readDatabaseUrls,
  readSettings,
  type Settings,
  type Variables,
} from '../environment/settings.ts';
import { accountUrl } from './database-accounts.ts';

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

function embeddedDatabaseUrls<Name extends SubgraphName>(
  settings: Settings,
  names: readonly Name[],
): Record<Name, string> {
  // Loading secrets where there are none would make new ones, which no database has.
  if (!existsSync(join(settings.dataDirectory, 'secrets.json'))) {
    throw new OperatorError(
      `There is no database in ${settings.dataDirectory}: run npm start first, or set ` +
        `${names.map((name) => databaseUrlVariable(name)).join(', ')}.`,
    );
  }
  const { databaseUsers } = loadSecrets(settings);
  const server = { host: '127.0.0.1', port: settings.databasePort };
  const urls = names.map((name) => [
    name,
    accountUrl(server, { database: name, user: name, password: databaseUsers[name] }),
  ]);
  return Object.fromEntries(urls) as Record<Name, string>;
}
