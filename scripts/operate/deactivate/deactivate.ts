// `npm run deactivate -- EMAIL`: keeps an account from signing in and ends its sessions, also while
// usuarios does not run, as it does not while demo accounts are active in production.
import type { Database } from '../../../common/subgraph/database/database.ts';
import { normalizeEmail } from '../../../subgraphs/usuarios/accounts/account-fields.ts';
import { findActiveAccounts } from '../../../subgraphs/usuarios/accounts/account-store.ts';
import { deactivateAccount } from '../../../subgraphs/usuarios/accounts/edit-account.ts';
import { operatorDeps } from '../create-admin/seed-accounts.ts';
import { openLiveDatabases } from '../databases/live-databases.ts';
import { readArguments } from '../environment/command-arguments.ts';
import { OperatorError, runCommand } from '../environment/operator-error.ts';
import { loadDotEnv } from '../environment/settings.ts';

const USAGE = 'npm run deactivate -- EMAIL';

await runCommand(async () => {
  const { positionals } = readArguments(USAGE, { allowPositionals: true });
  const [email, ...more] = positionals;
  if (email === undefined || more.length > 0) throw new OperatorError(`Usage: ${USAGE}`);
  loadDotEnv();
  const { usuarios } = await openLiveDatabases(process.env, ['usuarios']);
  try {
    process.stdout.write(`${await deactivate(usuarios, normalizeEmail(email))}\n`);
  } finally {
    await usuarios.close();
  }
});

async function deactivate(usuarios: Database, email: string): Promise<string> {
  const before = await findActiveAccounts(usuarios);
  const account = before.find((one) => one.email === email);
  if (!account) throw new OperatorError(`No active account has the e-mail ${email}.`);
  const deps = await operatorDeps(usuarios, { refusesDemo: true });
  await deactivateAccount(deps, String(account.id));
  const isAdministrated = before.some((one) => one.id !== account.id && one.isAdministrator);
  const advice = isAdministrated
    ? ''
    : ' No administrator is left: add one with npm run create-admin -- EMAIL NAME.';
  return `${email} may no longer sign in.${advice}`;
}
