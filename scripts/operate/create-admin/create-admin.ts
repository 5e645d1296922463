// `npm run create-admin -- EMAIL NAME`: adds an administrator, the first one of a new installation.
// The password is read from the terminal, so that no file and no list of processes ever holds it.
import { openLiveDatabases } from '../databases/live-databases.ts';
import { readArguments } from '../environment/command-arguments.ts';
import { OperatorError, runCommand } from '../environment/operator-error.ts';
import { loadDotEnv } from '../environment/settings.ts';
import { readPassword } from './read-password.ts';
import { seedAccounts } from './seed-accounts.ts';

const USAGE = 'npm run create-admin -- EMAIL NAME';

await runCommand(async () => {
  const { positionals } = readArguments(USAGE, { allowPositionals: true });
  const [email, ...words] = positionals;
  if (email === undefined || words.length === 0) throw new OperatorError(`Usage: ${USAGE}`);
  loadDotEnv();
  const { usuarios } = await openLiveDatabases(process.env, ['usuarios']);
  try {
    const password = await readPassword(`Password for ${email}: `);
    if ((await readPassword('The same again: ')) !== password) {
      throw new OperatorError('The two passwords differ: nothing was done.');
    }
    await seedAccounts(usuarios, [{ email, name: words.join(' '), password, roles: ['ADMIN'] }]);
  } finally {
    await usuarios.close();
  }
  process.stdout.write(`${email} is an administrator now.\n`);
});
