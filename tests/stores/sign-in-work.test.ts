// Goal: whether an e-mail belongs to somebody does not show in how much work a failed sign-in is,
// so not in how long it takes. Method: the work is counted, not timed: which hashes are verified,
// and what is written.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { createPrismaAdapter } from '../../common/subgraph/database/prisma-adapter.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import { seedAccounts } from '../../scripts/operate/create-admin/seed-accounts.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { findAccountByEmail } from '../../subgraphs/usuarios/accounts/account-store.ts';
import {
  createPasswordHasher,
  type PasswordHasher,
} from '../../subgraphs/usuarios/accounts/password-hash.ts';
import { PrismaClient } from '../../subgraphs/usuarios/generated/prisma/client.ts';
import { beginSession } from '../../subgraphs/usuarios/sessions/begin-session.ts';
import { createRefreshTokens } from '../../subgraphs/usuarios/sessions/refresh-token.ts';
import { tryPassword } from '../../subgraphs/usuarios/sessions/try-password.ts';

const PASSWORD = 'correct-horse-battery';
const KNOWN = 'ana@shop.test';
const INACTIVE = 'luis@shop.test';

let created: ThrowawayDatabase;
let database: Database;
let prisma: PrismaClient;
let hasher: PasswordHasher;

beforeAll(async () => {
  created = await createMigratedDatabase('usuarios');
  database = openDatabase(created.url, 2);
  prisma = new PrismaClient({ adapter: createPrismaAdapter(created.url) });
  hasher = await createPasswordHasher();
  const account = (email: string) => {
    return { email, name: 'Ana', password: PASSWORD, roles: ['ALMACEN' as const] };
  };
  await seedAccounts(database, [account(KNOWN), account(INACTIVE)]);
  await database.execute('UPDATE User SET active = FALSE WHERE email = ?', [INACTIVE]);
});
afterAll(async () => {
  await prisma?.$disconnect();
  await database?.close();
  await created?.drop();
});

/** Algorithm and cost, from the beginning of a hash. */
const costOf = (hash: string) => hash.split('$').slice(1, 4).join(' ');

/** Tries a password, and says what came of it and which hashes were verified for that. */
async function work(email: string, password: string) {
  const verified: string[] = [];
  const passwords = {
    ...hasher,
    verify(hash: string, given: string) {
      verified.push(costOf(hash));
      return hasher.verify(hash, given);
    },
  };
  const caller = { service: 'router', actor: null, clientAddress: '10.0.0.1' };
  const credentials = { email, password, deviceToken: null };
  const { kind } = await tryPassword({ database, prisma, passwords, caller }, credentials);
  const [row] = await database.query(
    claimed<{ failures: number }>('SELECT SUM(failures) AS failures FROM SignInFailures'),
  );
  await database.execute('DELETE FROM SignInFailures');
  return { kind, verified, failures: Number(row?.failures ?? 0) };
}

test('every failure costs one hash of the same cost and one count, whoever is meant', async () => {
  const failure = { kind: 'Wrong', verified: ['argon2id v=19 m=19456,t=2,p=1'], failures: 1 };
  expect(await work(KNOWN, 'wrong-password')).toEqual(failure);
  expect(await work('nobody@shop.test', 'wrong-password')).toEqual(failure);
  expect(await work('nobody@shop.test', PASSWORD)).toEqual(failure);
  expect(await work('ñandú@shop.test', PASSWORD)).toEqual(failure);
  expect(await work(INACTIVE, 'wrong-password')).toEqual(failure);
  expect(await work(INACTIVE, PASSWORD)).toEqual(failure);
  expect(await work(KNOWN, PASSWORD)).toEqual({ ...failure, kind: 'Right', failures: 0 });
});

test.each([
  ['another password', 'passwordHash = CONCAT(passwordHash, "x")'],
  ['been deactivated', 'active = FALSE'],
])(
  'no session begins for an account that has got %s since its password was right',
  async (_, change) => {
    const account = await findAccountByEmail(prisma, KNOWN);
    const caller = { service: 'router', actor: null, clientAddress: null };
    const refreshTokens = createRefreshTokens(['A'.repeat(43)]);
    const context = { database, refreshTokens, caller, requestId: 'test' };
    expect(await beginSession(context, account!, null)).not.toBeNull();
    await database.execute(`UPDATE User SET ${change} WHERE email = ?`, [KNOWN]);

    expect(await beginSession(context, account!, null)).toBeNull();
    const { passwordHash, active } = account!;
    await database.execute('UPDATE User SET passwordHash = ?, active = ? WHERE email = ?', [
      passwordHash,
      active,
      KNOWN,
    ]);
  },
);
