// `npm run migrate`: brings every subgraph's database to its newest migration and ends. The
// databases are those of the `*_DATABASE_URL` variables; containers and deployments run this before
// the services.

import { databaseUrlVariable, SUBGRAPH_NAMES } from '../../../common/topology/derived.ts';
import { parseDatabaseUrl } from '../databases/connection.ts';
import { readArguments } from '../environment/command-arguments.ts';
import { OperatorError, runCommand } from '../environment/operator-error.ts';
import { loadDotEnv, readDatabaseUrls } from '../environment/settings.ts';
import { migrateDatabase } from './apply-migrations.ts';
import { migrationsDirectory } from './migration-files.ts';

await runCommand(async () => {
  readArguments('npm run migrate');
  loadDotEnv();
  const databaseUrls = readDatabaseUrls(process.env, SUBGRAPH_NAMES);
  if (databaseUrls === null) {
    const names = SUBGRAPH_NAMES.map(databaseUrlVariable).join(' and ');
    throw new OperatorError(
      `Nothing to migrate: set ${names}, or run npm start, which migrates its embedded database.`,
    );
  }
  for (const name of SUBGRAPH_NAMES) {
    const target = parseDatabaseUrl(databaseUrlVariable(name), databaseUrls[name]);
    const applied = await migrateDatabase(target, migrationsDirectory(name));
    process.stdout.write(`${name}: ${applied.length === 0 ? 'up to date' : applied.join(', ')}\n`);
  }
});
