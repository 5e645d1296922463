// Goal: strangers who guess passwords are slowed down, and lock nobody out where that is promised:
// no device that has signed in before, nobody who is signed in. Method: tries on a real
// database, whose instants are moved instead of waited for; a password is its own hash. The tries:
// at one address from a known device, an unknown one, a device of somebody else, one that is over;
// inside a wait, after it, many at once; and of a new password by who is signed in.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { createPrismaAdapter } from '../../common/subgraph/database/prisma-adapter.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import {
  changeOwnPassword,
  createAccount,
  deactivateAccount,
} from '../../subgraphs/usuarios/accounts/edit-account.ts';
import { PrismaClient } from '../../subgraphs/usuarios/generated/prisma/client.ts';
import { beginSession } from '../../subgraphs/usuarios/sessions/begin-session.ts';
import { createRefreshTokens } from '../../subgraphs/usuarios/sessions/refresh-token.ts';
import { tryOwnPassword, tryPassword } from '../../subgraphs/usuarios/sessions/try-password.ts';

const PASSWORD = 'correct-horse-battery';
/** The proxy's, and so everybody's. */
const ADDRESS = '10.0.0.1';
const DELAYED = { kind: 'Delayed', waitSeconds: expect.any(Number) };

let created: ThrowawayDatabase;
let database: Database;
let prisma: PrismaClient;
let email: string;

beforeAll(async () => {
  created = await createMigratedDatabase('usuarios');
  database = openDatabase(created.url, 8);
  prisma = new PrismaClient({ adapter: createPrismaAdapter(created.url) });
});
afterAll(async () => {
  await prisma?.$disconnect();
  await database?.close();
  await created?.drop();
});
beforeEach(async () => {
  email = await addAccount();
});

const context = () => ({
  database,
  prisma,
  passwords: {
    hash: async (password: string) => password,
    verify: async (hash: string, password: string) => hash === password,
    nobodysHash: '',
  },
  refreshTokens: createRefreshTokens(['A'.repeat(43)]),
  caller: { service: 'operator', actor: null, clientAddress: ADDRESS },
  requestId: 'test',
  checkLinks: async () => [],
});

async function addAccount(): Promise<string> {
  const given = `${randomUUID()}@shop.test`;
  const input = { name: 'Ana', email: given, password: PASSWORD, roles: ['ADMIN' as const] };
  expect((await createAccount(context(), input)).userErrors).toEqual([]);
  return given;
}

const signInAs = (who: string, deviceToken: string | null, password = PASSWORD) =>
  tryPassword(context(), { email: who, password, deviceToken });
const signIn = (deviceToken: string | null, password = PASSWORD) =>
  signInAs(email, deviceToken, password);

/** Signs in, and gives the token of the device. */
async function deviceOf(who: string, known: string | null = null): Promise<string> {
  const tried = await signInAs(who, known);
  if (tried.kind !== 'Right') throw new Error(`not signed in: ${tried.kind}`);
  return (await beginSession(context(), tried.account, tried.knownDevice))!.deviceToken;
}

async function guess(times: number): Promise<string[]> {
  const kinds: string[] = [];
  for (let tries = 0; tries < times; tries++) kinds.push((await signIn(null, 'wrong')).kind);
  return kinds;
}

/** Fails so often that a stranger waits a minute: no test takes that long. */
async function guessUntilDelayed(): Promise<void> {
  await guess(5);
  await database.execute('UPDATE SignInFailures SET failures = 20');
}

/** Lets all waits be older by so much. */
const moveClock = (milliseconds: number) =>
  database.execute(
    'UPDATE SignInFailures SET lastFailedAt = lastFailedAt - INTERVAL ? MICROSECOND',
    [milliseconds * 1_000],
  );

async function accountOf(who: string) {
  return (await prisma.user.findUnique({ where: { email: who } }))!;
}

test('a device that has signed in before gets in 63 of 63 times while a stranger polls beside it', async () => {
  const device = await deviceOf(email);
  await guessUntilDelayed();
  for (let times = 0; times < 63; times++) {
    expect(await guess(1)).toEqual(['Delayed']);
    expect(await signIn(device)).toMatchObject({ kind: 'Right', knownDevice: device });
  }
  expect(await signIn(null)).toEqual(DELAYED);
});

test('its own failures slow a device down as anybody', async () => {
  const device = await deviceOf(email);
  for (let tries = 0; tries < 5; tries++) {
    expect(await signIn(device, 'wrong')).toEqual({ kind: 'Wrong' });
  }
  expect(await signIn(device)).toEqual(DELAYED);
  expect(await signIn(null)).toMatchObject({ kind: 'Right' });
});

/** Devices that do not count as one of the account, made of one that does. */
const ENDINGS: Readonly<Record<string, (device: string) => Promise<unknown>>> = {
  'that nobody was given': async () => 'A'.repeat(43),
  'that is empty': async () => '',
  'of somebody else': async () => deviceOf(await addAccount()),
  'that was given 180 days ago': async (device) => {
    await database.execute('UPDATE Device SET expiresAt = NOW(3)');
    return device;
  },
  'from before a new password': async (device) => {
    const account = await accountOf(email);
    await changeOwnPassword(context(), account, 'another-long-one');
    await database.execute('UPDATE User SET passwordHash = ? WHERE id = ?', [PASSWORD, account.id]);
    return device;
  },
  'from before a deactivation': async (device) => {
    const { id } = await accountOf(email);
    await deactivateAccount(context(), String(id));
    await database.execute('UPDATE User SET active = TRUE WHERE id = ?', [id]);
    return device;
  },
};

test.each(Object.keys(ENDINGS))('a device %s waits as a stranger does', async (ending) => {
  const device = await ENDINGS[ending]!(await deviceOf(email));
  await guessUntilDelayed();

  expect(await signIn(String(device))).toEqual(DELAYED);
  await moveClock(60_000);
  expect(await signIn(String(device))).toMatchObject({ kind: 'Right' });
});

test('those who share a till keep its one token, and each has a counter of their own there', async () => {
  const till = await deviceOf(email);
  const other = await addAccount();
  expect(await deviceOf(other, till)).toBe(till);
  await guessUntilDelayed();

  expect(await signIn(till)).toMatchObject({ kind: 'Right', knownDevice: till });
  for (let tries = 0; tries < 5; tries++) await signIn(till, 'wrong');
  expect(await signIn(till)).toEqual(DELAYED);
  expect(await signInAs(other, till)).toMatchObject({ kind: 'Right', knownDevice: till });
});

test('a token that nobody was given is not taken for that of a device', async () => {
  const made = 'A'.repeat(43);
  expect(await signIn(made)).toMatchObject({ kind: 'Right', knownDevice: null });
  expect(await deviceOf(email, made)).not.toBe(made);
});

test('the token authorises nothing: without the password nobody gets in', async () => {
  const device = await deviceOf(email);
  expect(await signIn(device, 'wrong')).toEqual({ kind: 'Wrong' });
  expect(await signIn(device, device)).toEqual({ kind: 'Wrong' });
});

test('a device keeps its token, which lasts on from its last sign-in, and only a hash is stored', async () => {
  const device = await deviceOf(email);
  await database.execute('UPDATE Device SET expiresAt = NOW(3) + INTERVAL 1 DAY');
  expect(await deviceOf(email, device)).toBe(device);

  const { id } = await accountOf(email);
  const rows = await database.query(
    claimed<{ days: number; hash: string }>(
      'SELECT hash, TIMESTAMPDIFF(DAY, NOW(3), expiresAt) AS days FROM Device WHERE userId = ?',
      [id],
    ),
  );
  expect(rows).toEqual([{ hash: expect.stringMatching(/^[0-9a-f]{64}$/), days: 179 }]);
  expect(JSON.stringify(rows)).not.toContain(device);
});

test('clients that never send their token leave a hundred devices behind at most', async () => {
  const first = await deviceOf(email);
  await database.execute('UPDATE Device SET expiresAt = expiresAt - INTERVAL 1 DAY');
  const { id } = await accountOf(email);
  for (let times = 0; times < 100; times++) await deviceOf(email);
  const [row] = await database.query(
    claimed<{ devices: number }>('SELECT COUNT(*) AS devices FROM Device WHERE userId = ?', [id]),
  );

  expect(row?.devices).toBe(100);
  expect(await signIn(first)).toMatchObject({ kind: 'Right', knownDevice: null });
});

test('tries inside a wait make it no longer, and after it one goes through', async () => {
  await guessUntilDelayed();
  await moveClock(30_000);
  expect(await guess(20)).toEqual(Array(20).fill('Delayed'));
  await moveClock(30_000);
  const kinds = await Promise.all(Array.from({ length: 10 }, () => signIn(null, 'wrong')));
  expect(kinds.filter(({ kind }) => kind === 'Wrong')).toHaveLength(1);

  expect(await guess(1)).toEqual(['Delayed']);
  await moveClock(60_000);
  expect(await signIn(null)).toMatchObject({ kind: 'Right' });
});

test('who is signed in changes the password beside a stranger who polls, and guesses it no faster', async () => {
  await guessUntilDelayed();
  const account = await accountOf(email);
  expect(await tryOwnPassword(context(), account, PASSWORD)).toMatchObject({ kind: 'Right' });
  for (let tries = 0; tries < 5; tries++) await tryOwnPassword(context(), account, 'wrong');

  expect(await tryOwnPassword(context(), account, PASSWORD)).toEqual(DELAYED);
});
