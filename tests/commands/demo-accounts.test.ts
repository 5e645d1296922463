// Goal: what everybody knows, demo accounts and weak secrets, is of no use in production.
import { expect, test } from '@jest/globals';
import { openDatabase } from '../../common/subgraph/database/database.ts';
import { seedAccounts } from '../../scripts/operate/create-admin/seed-accounts.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../scripts/stack/demo-data/demo-accounts.ts';
import { type GraphPlaces, startGraph } from '../../scripts/stack/throwaway/throwaway-graph.ts';

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
