// `npm run create-admin -- EMAIL NAME [--password-fd N]`: adds an administrator, the first one of a
// new installation. The password is read from the terminal or an open file, so that no list of
// processes and no environment ever holds it.
import { openLiveDatabases } from '../databases/live-databases.ts';
import { readArguments } from '../environment/command-arguments.ts';
import { OperatorError, runCommand } from '../environment/operator-error.ts';
import { loadDotEnv } from '../environment/settings.ts';
import { readPassword, readPasswordFrom } from './read-password.ts';
import { type NewAccount, seedAccounts } from './seed-accounts.ts';

const USAGE = 'npm run create-admin -- EMAIL NAME [--password-fd N]';

await runCommand(async () => {
  const options = { 'password-fd': { type: 'string' } } as const;
  const { positionals, values } = readArguments(USAGE, { options, allowPositionals: true });
  const [email, ...words] = positionals;
  if (email === undefined || words.length === 0) throw new OperatorError(`Usage: ${USAGE}`);
  loadDotEnv();
  const { usuarios } = await openLiveDatabases(process.env, ['usuarios']);
  try {
    const descriptor = values['password-fd'];
    const password =
      descriptor === undefined ? await askForPassword(email) : readPasswordFrom(descriptor);
    // In any mode: the demo accounts of development are made by `npm start`.
    const account: NewAccount = { email, name: words.join(' '), password, roles: ['ADMIN'] };
    await seedAccounts(usuarios, [account], { refusesDemo: true });
  } finally {
    await usuarios.close();
  }
  process.stdout.write(`${email} is an administrator now.\n`);
});

async function askForPassword(email: string): Promise<string> {
  const password = await readPassword(`Password for ${email}: `);
  if ((await readPassword('The same again: ')) !== password) {
    throw new OperatorError('The two passwords differ: nothing was done.');
  }
  return password;
}
