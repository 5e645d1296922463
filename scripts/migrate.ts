// `npm run migrate`: brings every subgraph's database to its newest migration and ends. The
// databases are those of the `*_DATABASE_URL` variables; containers and deployments run this before
// the services.
import { parseDatabaseUrl } from './database/connection.ts';
import { migrateDatabase } from './database/migrate.ts';
import { migrationsDirectory } from './database/migration-files.ts';
import { OperatorError, runCommand } from './environment/operator-error.ts';
import { databaseUrlVariable, subgraphNames } from './environment/services.ts';
import { loadDotEnv, readSettings } from './environment/settings.ts';

await runCommand(async () => {
  loadDotEnv();
  const { databaseUrls } = readSettings(process.env);
  if (databaseUrls === null) {
    const names = subgraphNames.map(databaseUrlVariable).join(' and ');
    throw new OperatorError(
      `Nothing to migrate: set ${names}, or run npm start, which migrates its embedded database.`,
    );
  }
  for (const name of subgraphNames) {
    const target = parseDatabaseUrl(databaseUrlVariable(name), databaseUrls[name]);
    const applied = await migrateDatabase(target, migrationsDirectory(name));
    process.stdout.write(`${name}: ${applied.length === 0 ? 'up to date' : applied.join(', ')}\n`);
  }
});
