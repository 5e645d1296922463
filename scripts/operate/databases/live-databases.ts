import { type Database, openDatabase } from '../../../common/subgraph/database/database.ts';
import { databaseUrlVariable } from '../../../common/topology/derived.ts';
import type { SubgraphName } from '../../../common/topology/services.ts';
import type { Variables } from '../environment/settings.ts';
import { parseDatabaseUrl, withConnection } from './connection.ts';
import { liveDatabaseUrls } from './live-database-urls.ts';

const MAX_CONNECTIONS = 2;

/**
 * Opens some of the databases as the running system has them: where the environment says, else on
 * the embedded server of `npm start`. The caller closes them.
 * @throws OperatorError with one sentence when one cannot be reached.
 */
export async function openLiveDatabases<Name extends SubgraphName>(
  variables: Variables,
  names: readonly Name[],
): Promise<Record<Name, Database>> {
  const urls = liveDatabaseUrls(variables, names);
  for (const name of names) {
    const target = parseDatabaseUrl(databaseUrlVariable(name), urls[name]);
    await withConnection(target, (connection) => connection.query('SELECT 1'));
  }
  const opened = names.map((name) => [name, openDatabase(urls[name], MAX_CONNECTIONS)]);
  return Object.fromEntries(opened) as Record<Name, Database>;
}
