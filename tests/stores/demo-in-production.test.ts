// Goal: the addresses and the password of the demo open nothing in production. Method: each door by
// which an account could get them, or be entered with them, on a real database; a password is its
// own hash. The doors: a new account, a new address, a new password set or chosen, an account that
// is let in again, and signing in to what came into the database by another way.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { createPrismaAdapter } from '../../common/subgraph/database/prisma-adapter.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { DEMO_PASSWORD } from '../../subgraphs/usuarios/accounts/demo-accounts.ts';
import {
  changeAccount,
  changeOwnPassword,
  createAccount,
  deactivateAccount,
} from '../../subgraphs/usuarios/accounts/edit-account.ts';
import { PrismaClient } from '../../subgraphs/usuarios/generated/prisma/client.ts';
import { tryPassword } from '../../subgraphs/usuarios/sessions/try-password.ts';

const DEMO_EMAIL = 'admin@electroplus.test';
const PASSWORD = 'correct-horse-battery';
const NO_DEMO_ADDRESS = [
  expect.objectContaining({ code: 'INVALID_INPUT', path: ['input', 'email'] }),
];
const WEAK = [expect.objectContaining({ code: 'WEAK_PASSWORD' })];

let created: ThrowawayDatabase;
let database: Database;
let prisma: PrismaClient;

beforeAll(async () => {
  created = await createMigratedDatabase('usuarios');
  database = openDatabase(created.url, 2);
  prisma = new PrismaClient({ adapter: createPrismaAdapter(created.url) });
});
afterAll(async () => {
  await prisma?.$disconnect();
  await database?.close();
  await created?.drop();
});

const contextOf = (refusesDemo: boolean) => ({
  database,
  prisma,
  passwords: {
    hash: async (password: string) => password,
    verify: async (hash: string, password: string) => hash === password,
    nobodysHash: '',
  },
  refusesDemo,
  caller: { service: 'operator', actor: null, clientAddress: null },
  requestId: 'test',
  checkLinks: async () => [],
});
const PRODUCTION = () => contextOf(true);

async function addAccount(email: string, password = PASSWORD, refusesDemo = false) {
  const input = { name: 'Ada', email, password, roles: ['ADMIN' as const] };
  return (await createAccount(contextOf(refusesDemo), input)).userErrors;
}
const accountOf = async (email: string) => (await prisma.user.findUnique({ where: { email } }))!;

/** Edits an account as its version is now. */
async function edit(email: string, change: object) {
  const { id, version } = await accountOf(email);
  return (await changeAccount(PRODUCTION(), { id: String(id), version, ...change })).userErrors;
}

const enter = (refusesDemo: boolean, email: string, password: string) =>
  tryPassword(contextOf(refusesDemo), { email, password, deviceToken: null });

test('no account is made with them', async () => {
  expect(await addAccount(' Admin@Electroplus.TEST ', PASSWORD, true)).toEqual(NO_DEMO_ADDRESS);
  expect(await addAccount('eva@shop.test', DEMO_PASSWORD, true)).toEqual(WEAK);
});

test('no account gets them', async () => {
  const email = 'ana@shop.test';
  expect(await addAccount(email, PASSWORD, true)).toEqual([]);
  expect(await edit(email, { email: DEMO_EMAIL })).toEqual(NO_DEMO_ADDRESS);
  expect(await edit(email, { password: DEMO_PASSWORD })).toEqual(WEAK);
  const chosen = await changeOwnPassword(PRODUCTION(), await accountOf(email), DEMO_PASSWORD);
  expect(chosen.userErrors).toEqual(WEAK);
});

test('a demo account that is there can be kept from signing in, and does not come back', async () => {
  const email = 'almacen@electroplus.test';
  expect(await addAccount(email, DEMO_PASSWORD)).toEqual([]);
  const { id } = await accountOf(email);
  expect((await deactivateAccount(PRODUCTION(), String(id))).userErrors).toEqual([]);
  expect(await edit(email, { active: true })).toEqual(NO_DEMO_ADDRESS);
  expect(await edit(email, { active: true, email: 'luz@shop.test', password: PASSWORD })).toEqual(
    [],
  );
});

test.each([
  ['vendedor@electroplus.test', DEMO_PASSWORD],
  ['otro@electroplus.test', PASSWORD],
  ['renamed@shop.test', DEMO_PASSWORD],
])(
  '%s with %s, come there by another way, signs in to development alone',
  async (email, password) => {
    expect(await addAccount(email, password)).toEqual([]);

    expect(await enter(true, email, password)).toEqual({ kind: 'Wrong' });
    expect(await enter(false, email, password)).toMatchObject({ kind: 'Right' });
  },
);
