// `npm run create-admin -- EMAIL NAME`: adds an administrator, the first one of a new installation.
// The password is read from the terminal, so that no file and no list of processes ever holds it.
import { parseArgs } from 'node:util';
import { openDatabase } from '../../../common/subgraph/database/database.ts';
import { databaseUrlVariable } from '../../../common/topology/derived.ts';
import { parseDatabaseUrl, withConnection } from '../databases/connection.ts';
import { liveDatabaseUrls } from '../databases/live-database-urls.ts';
import { OperatorError, runCommand } from '../environment/operator-error.ts';
import { loadDotEnv, readSettings } from '../environment/settings.ts';
import { readPassword } from './read-password.ts';
import { seedAccounts } from './seed-accounts.ts';

const USAGE = 'Usage: npm run create-admin -- EMAIL NAME';

await runCommand(async () => {
  loadDotEnv();
  const { positionals } = parseArgs({ allowPositionals: true });
  const [email, ...words] = positionals;
  if (email === undefined || words.length === 0) throw new OperatorError(USAGE);
  const { usuarios: url } = liveDatabaseUrls(readSettings(process.env));
  const target = parseDatabaseUrl(databaseUrlVariable('usuarios'), url);
  await withConnection(target, (connection) => connection.query('SELECT 1'));

  const password = await readPassword(`Password for ${email}: `);
  if ((await readPassword('The same again: ')) !== password) {
    throw new OperatorError('The two passwords differ: nothing was done.');
  }
  const database = openDatabase(url, 1);
  try {
    await seedAccounts(database, [{ email, name: words.join(' '), password, roles: ['ADMIN'] }]);
  } finally {
    await database.close();
  }
  process.stdout.write(`${email} is an administrator now.\n`);
});
