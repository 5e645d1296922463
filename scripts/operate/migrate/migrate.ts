// `npm run migrate`: brings every subgraph's database to its newest migration and ends. The
// databases are those of the `*_DATABASE_URL` variables, by the users of the
// `*_MIGRATIONS_DATABASE_URL` where they are set; deployments run this before the services.

import {
  databaseUrlVariable,
  migrationsDatabaseUrlVariable,
  SUBGRAPH_NAMES,
} from '../../../common/topology/derived.ts';
import { parseDatabaseUrl } from '../databases/connection.ts';
import { readArguments } from '../environment/command-arguments.ts';
import { OperatorError, runCommand } from '../environment/operator-error.ts';
import { loadDotEnv, readMigrationUrls } from '../environment/settings.ts';
import { migrateDatabase } from './apply-migrations.ts';
import { migrationsDirectory } from './migration-files.ts';

await runCommand(async () => {
  readArguments('npm run migrate');
  loadDotEnv();
  const urls = readMigrationUrls(process.env);
  if (urls === null) {
    const names = SUBGRAPH_NAMES.map(databaseUrlVariable).join(' and ');
    throw new OperatorError(
      `Nothing to migrate: set ${names}, or run npm start, which migrates its embedded database.`,
    );
  }
  for (const name of SUBGRAPH_NAMES) {
    const target = parseDatabaseUrl(migrationsDatabaseUrlVariable(name), urls[name]);
    const applied = await migrateDatabase(target, migrationsDirectory(name));
    process.stdout.write(`${name}: ${applied.length === 0 ? 'up to date' : applied.join(', ')}\n`);
  }
});
