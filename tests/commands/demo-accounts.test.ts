// Goal: what everybody knows, demo accounts and weak secrets, is of no use in production.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openDatabase } from '../../common/subgraph/database/database.ts';
import { seedAccounts } from '../../scripts/operate/create-admin/seed-accounts.ts';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { DEMO_ACCOUNTS } from '../../scripts/stack/demo-data/demo-accounts.ts';
import { createMigratedDatabase } from '../../scripts/stack/throwaway/throwaway-database.ts';
import { type GraphPlaces, startGraph } from '../../scripts/stack/throwaway/throwaway-graph.ts';
import { findDemoAccounts } from '../../subgraphs/usuarios/accounts/account-store.ts';
import { DEMO_PASSWORD } from '../../subgraphs/usuarios/accounts/demo-accounts.ts';

const [demo] = DEMO_ACCOUNTS;

async function addDemoAccount({ databaseUrls }: GraphPlaces): Promise<void> {
  const database = openDatabase(databaseUrls.usuarios, 1);
  try {
    const { email, name, role } = demo;
    await seedAccounts(database, [{ email, name, password: DEMO_PASSWORD, roles: [role] }]);
  } finally {
    await database.close();
  }
}

test('production refuses to start on a database with demo accounts, and names them', async () => {
  const started = startGraph({
    services: ['usuarios'],
    environment: async (places) => {
      await addDemoAccount(places);
      return { usuarios: { NODE_ENV: 'production' } };
    },
  });
  await expect(started).rejects.toThrow(new RegExp(`demo accounts.*${demo.email}`));
}, 60_000);

test('production refuses a secret that is long and easy to guess', async () => {
  const started = startGraph({
    services: ['usuarios'],
    environment: {
      usuarios: { NODE_ENV: 'production', SECRET_ACCESS_TOKENS: 'secret'.repeat(8) },
    },
  });
  await expect(started).rejects.toThrow(/SECRET_ACCESS_TOKENS is too easy to guess/);
}, 60_000);

/** Runs a command of an operator without a terminal, with the address of one database alone. */
function run(command: string, args: readonly string[], url: string, input = '') {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(REPOSITORY_ROOT, 'scripts/operate', command, `${command}.ts`), ...args],
    {
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', USUARIOS_DATABASE_URL: url },
      input,
      encoding: 'utf8',
    },
  );
  return { status, output: stdout + stderr };
}

test('an administrator is made without a terminal, and never with what everybody knows', async () => {
  const { url, drop } = await createMigratedDatabase('usuarios');
  const make = (email: string, password: string) =>
    run('create-admin', [email, 'Ada', 'Ríos', '--password-fd', '0'], url, password);
  try {
    expect(make(demo.email, 'a-long-enough-password')).toMatchObject({
      status: 1,
      output: expect.stringContaining('demostración'),
    });
    expect(make('ada@shop.test', DEMO_PASSWORD)).toMatchObject({
      status: 1,
      output: expect.stringContaining('password'),
    });
    expect(make('ada@shop.test', '')).toMatchObject({ status: 1 });
    expect(make('ada@shop.test', 'a-long-enough-password\n')).toEqual({
      status: 0,
      output: 'ada@shop.test is an administrator now.\n',
    });
    expect(run('create-admin', ['eva@shop.test', 'Eva', '--password-fd', 'x'], url).status).toBe(1);
    expect(run('create-admin', ['eva@shop.test', 'Eva'], url).output).toContain('--password-fd N');
  } finally {
    await drop();
  }
}, 60_000);

test('one sentence and one command end a refused start: the demo account is deactivated', async () => {
  const { url, drop } = await createMigratedDatabase('usuarios');
  const database = openDatabase(url, 1);
  try {
    await seedAccounts(database, [
      { email: demo.email, name: 'Ada', password: DEMO_PASSWORD, roles: ['ADMIN'] },
    ]);
    expect(await findDemoAccounts(database)).toEqual([demo.email]);
    expect(run('deactivate', ['nobody@shop.test'], url)).toEqual({
      status: 1,
      output: 'No active account has the e-mail nobody@shop.test.\n',
    });
    expect(run('deactivate', [demo.email.toUpperCase()], url)).toEqual({
      status: 0,
      output: expect.stringMatching(
        /may no longer sign in\. No administrator is left: .*create-admin/,
      ),
    });
    expect(await findDemoAccounts(database)).toEqual([]);
  } finally {
    await database.close();
    await drop();
  }
}, 60_000);
