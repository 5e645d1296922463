import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { databaseUrlVariable, subgraphNames } from '../../../common/topology/derived.ts';
import type { SubgraphName } from '../../../common/topology/services.ts';
import { OperatorError } from '../environment/operator-error.ts';
import { loadSecrets } from '../environment/secrets.ts';
import type { Settings } from '../environment/settings.ts';
import { accountUrl } from './database-accounts.ts';

/**
 * Where the running system has its databases: where the environment says, else on the embedded
 * server of `npm start`.
 * @throws OperatorError with one sentence when there has never been one
 */
export function liveDatabaseUrls(settings: Settings): Readonly<Record<SubgraphName, string>> {
  if (settings.databaseUrls !== null) return settings.databaseUrls;
  // Loading secrets where there are none would make new ones, which no database has.
  if (!existsSync(join(settings.dataDirectory, 'secrets.json'))) {
    throw new OperatorError(
      `There is no database in ${settings.dataDirectory}: run npm start first, or set ` +
        `${subgraphNames.map(databaseUrlVariable).join(', ')}.`,
    );
  }
  const { databaseUsers } = loadSecrets(settings);
  const server = { host: '127.0.0.1', port: settings.databasePort };
  const urls = subgraphNames.map((name) => [
    name,
    accountUrl(server, { database: name, user: name, password: databaseUsers[name] }),
  ]);
  return Object.fromEntries(urls) as Record<SubgraphName, string>;
}
