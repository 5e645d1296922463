import { type Database, openDatabase } from '../../../common/subgraph/database/database.ts';
import { databaseUrlVariable } from '../../../common/topology/derived.ts';
import type { SubgraphName } from '../../../common/topology/services.ts';
import type { Settings } from '../environment/settings.ts';
import { parseDatabaseUrl, withConnection } from './connection.ts';
import { liveDatabaseUrls } from './live-database-urls.ts';

const checkedSubgraphs = ['inventario', 'ventas'] as const satisfies SubgraphName[];

const maxConnections = 2;

/**
 * Opens the databases as the running system has them: where the environment says, else on the
 * embedded server of `npm start`. The caller closes them.
 * @throws OperatorError with one sentence when one cannot be reached.
 */
export async function openLiveDatabases(
  settings: Settings,
): Promise<Record<(typeof checkedSubgraphs)[number], Database>> {
  const urls = liveDatabaseUrls(settings);
  for (const name of checkedSubgraphs) {
    const target = parseDatabaseUrl(databaseUrlVariable(name), urls[name]);
    await withConnection(target, (connection) => connection.query('SELECT 1'));
  }
  return {
    inventario: openDatabase(urls.inventario, maxConnections),
    ventas: openDatabase(urls.ventas, maxConnections),
  };
}
