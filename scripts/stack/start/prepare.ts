// The preparation of `npm start`: generated code, migrations, demo data, the composed schema, the
// page of the browser. A process of its own: its libraries would stay in the memory of the one that
// goes on supervising.

import { migrationsDatabaseUrlVariable, SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import { composeIfStale } from '../../contract/generate/composed-schema.ts';
import { generateAll } from '../../contract/generate/generate.ts';
import { parseDatabaseUrl } from '../../operate/databases/connection.ts';
import { runCommand } from '../../operate/environment/operator-error.ts';
import { migrateDatabase } from '../../operate/migrate/apply-migrations.ts';
import { migrationsDirectory } from '../../operate/migrate/migration-files.ts';
import { buildWebIfStale } from '../build-web/build-web.ts';
import type { ProvidedDatabases } from '../database/provide-database.ts';
import { step } from '../supervisor/console.ts';
import { createStopRequest, StopRequestedError } from '../supervisor/stop-request.ts';

/** The work, as its parent sends it: addresses of databases hold passwords. */
export interface PreparationOrder {
  isProduction: boolean;
  dataDirectory: string;
  urls: ProvidedDatabases['urls'];
  migrationUrls: ProvidedDatabases['migrationUrls'];
}

const stop = createStopRequest(() => process.exit(1));

process.once('message', (order: PreparationOrder) => {
  void runCommand(async () => {
    try {
      await prepare(order);
    } catch (error) {
      if (!(error instanceof StopRequestedError)) throw error;
    }
  }).finally(() => {
    if (process.connected) process.disconnect();
  });
});

async function prepare(order: PreparationOrder): Promise<void> {
  const { isProduction, dataDirectory, urls, migrationUrls } = order;
  stop.check();
  await step('generate', generateAll, (made) => made.join(', ') || 'up to date');
  stop.check();
  await step(
    'migrate',
    () => migrateAll(migrationUrls),
    (done) => done.join(', ') || 'up to date',
  );
  if (!isProduction) {
    stop.check();
    await step('demo data', () => seed(urls), describeSeed);
  }
  stop.check();
  await step('compose', () => composeIfStale(dataDirectory), describeComposition);
  stop.check();
  await step(
    'web',
    () => buildWebIfStale({ hasChaos: !isProduction }),
    (outcome) => (outcome === 'built' ? 'web/dist' : 'up to date'),
  );
}

async function migrateAll(urls: PreparationOrder['migrationUrls']): Promise<string[]> {
  const applied: string[] = [];
  for (const name of SUBGRAPH_NAMES) {
    const target = parseDatabaseUrl(migrationsDatabaseUrlVariable(name), urls[name]);
    const now = await migrateDatabase(target, migrationsDirectory(name));
    applied.push(...now.map((migration) => `${name} ${migration}`));
  }
  return applied;
}

async function seed(urls: PreparationOrder['urls']) {
  // Not at the top: it uses the generated code, which a fresh clone has not got before this point.
  const { seedDemoData } = await import('../demo-data/seed.ts');
  return seedDemoData({
    inventarioDatabaseUrl: urls.inventario,
    ventasDatabaseUrl: urls.ventas,
    usuariosDatabaseUrl: urls.usuarios,
  });
}

function describeSeed(counts: Readonly<Record<string, number>> | null): string {
  if (counts === null) return 'not needed';
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

function describeComposition(outcome: ReturnType<typeof composeIfStale>): string {
  return outcome === 'composed' ? 'schema/supergraph.graphql' : 'up to date';
}
