import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../common/database/database.ts';
import { parseDatabaseUrl, withConnection } from '../database/connection.ts';
import { accountUrl } from '../database/database-accounts.ts';
import { OperatorError } from '../environment/operator-error.ts';
import { loadSecrets } from '../environment/secrets.ts';
import { databaseUrlVariable, type SubgraphName } from '../environment/services.ts';
import type { Settings } from '../environment/settings.ts';

const checkedSubgraphs = ['inventario', 'ventas'] as const satisfies SubgraphName[];
type DatabaseUrls = Readonly<Record<(typeof checkedSubgraphs)[number], string>>;

const maxConnections = 2;

/**
 * Opens the databases as the running system has them: where the environment says, else on the
 * embedded server of `npm start`. The caller closes them.
 * @throws OperatorError with one sentence when one cannot be reached.
 */
export async function openLiveDatabases(
  settings: Settings,
): Promise<Record<keyof DatabaseUrls, Database>> {
  const urls = settings.databaseUrls ?? embeddedUrls(settings);
  for (const name of checkedSubgraphs) {
    const target = parseDatabaseUrl(databaseUrlVariable(name), urls[name]);
    await withConnection(target, (connection) => connection.query('SELECT 1'));
  }
  return {
    inventario: openDatabase(urls.inventario, maxConnections),
    ventas: openDatabase(urls.ventas, maxConnections),
  };
}

function embeddedUrls(settings: Settings): DatabaseUrls {
  // Loading secrets where there are none would make new ones, which no database has.
  if (!existsSync(join(settings.dataDirectory, 'secrets.json'))) {
    throw new OperatorError(
      `There is no database in ${settings.dataDirectory}: run npm start first, or set ` +
        `${checkedSubgraphs.map(databaseUrlVariable).join(' and ')}.`,
    );
  }
  const { databaseUsers } = loadSecrets(settings);
  const server = { host: '127.0.0.1', port: settings.databasePort };
  const urlOf = (name: keyof DatabaseUrls) =>
    accountUrl(server, { database: name, user: name, password: databaseUsers[name] });
  return { inventario: urlOf('inventario'), ventas: urlOf('ventas') };
}
