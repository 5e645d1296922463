// Goal: two tabs, or one answer that was lost, do not end a session, and a copied token still does.
// Method: renewals on a real database, whose instants are moved instead of waited for. The cases:
// at once, after a lost answer, through a rotation of the secret, of three generations, after the
// window, and with a clock that went back.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import { seedAccounts } from '../../scripts/operate/create-admin/seed-accounts.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import type { AccountRow } from '../../subgraphs/usuarios/accounts/account-store.ts';
import { beginSession } from '../../subgraphs/usuarios/sessions/begin-session.ts';
import { createRefreshTokens } from '../../subgraphs/usuarios/sessions/refresh-token.ts';
import { endSessionOf, renewSession } from '../../subgraphs/usuarios/sessions/renew-session.ts';

const SECRET = 'A'.repeat(43);
const NEXT_SECRET = 'B'.repeat(43);
const OVER = { kind: 'Over' };

let created: ThrowawayDatabase;
let database: Database;
let account: AccountRow;

beforeAll(async () => {
  created = await createMigratedDatabase('usuarios');
  database = openDatabase(created.url, 8);
  const password = 'correct-horse-battery';
  await seedAccounts(database, [
    { email: 'ana@shop.test', name: 'Ana', password, roles: ['ALMACEN'] },
  ]);
  [account] = (await database.query(claimed<AccountRow>('SELECT * FROM User'))) as [AccountRow];
});
afterAll(async () => {
  await database?.close();
  await created?.drop();
});

let first: string;
beforeEach(async () => {
  first = (await beginSession(contextWith(SECRET), account, null))!.refreshToken;
});

function contextWith(...secrets: string[]) {
  return {
    database,
    refreshTokens: createRefreshTokens(secrets),
    caller: { service: 'router', actor: null, clientAddress: null },
    requestId: 'test',
  };
}

const renewWith = (secrets: string[], token: string) =>
  renewSession(contextWith(...secrets), token);
const renew = (token: string) => renewWith([SECRET], token);

/** Renews, and gives the token that came of it. */
async function successorOf(token: string): Promise<string> {
  const renewed = await renew(token);
  if (renewed.kind !== 'Renewed') throw new Error('the session is over');
  return renewed.refreshToken;
}

/** Moves the moment at which tokens were replaced, as if the clock had gone on, or back. */
const moveClock = (seconds: number) =>
  database.execute('UPDATE RefreshToken SET usedAt = usedAt - INTERVAL ? SECOND', [seconds]);

async function tokensOfSession(): Promise<number> {
  const [row] = await database.query(
    claimed<{ tokens: number }>(
      `SELECT COUNT(*) AS tokens FROM RefreshToken
        WHERE sessionId = (SELECT id FROM Session ORDER BY id DESC LIMIT 1)`,
    ),
  );
  return row!.tokens;
}

test('any number of renewals at once succeed with the same successor: the family is one line', async () => {
  const renewals = await Promise.all(Array.from({ length: 20 }, () => renew(first)));
  const tokens = renewals.map((renewed) => renewed.kind === 'Renewed' && renewed.refreshToken);

  expect(new Set(tokens).size).toBe(1);
  expect(tokens[0]).toEqual(expect.any(String));
  expect(await tokensOfSession()).toBe(2);
});

test('a token whose answer was lost gives the same successor within 30 s, and not later', async () => {
  const second = await successorOf(first);
  await moveClock(29);
  expect(await successorOf(first)).toBe(second);
  await moveClock(2);

  expect(await renew(first)).toEqual(OVER);
  expect(await renew(second)).toEqual(OVER);
});

test('a token counts no more once its successor was used, however soon', async () => {
  const third = await successorOf(await successorOf(first));

  expect(await renew(first)).toEqual(OVER);
  expect(await renew(third)).toEqual(OVER);
});

test('of the token just replaced and its successor at once, neither waits for the other for ever', async () => {
  const second = await successorOf(first);
  const [again, onwards] = await Promise.all([renew(first), renew(second)]);

  expect(onwards.kind).toBe('Renewed');
  expect([OVER, { ...onwards, refreshToken: second }]).toContainEqual(again);
  expect(await tokensOfSession()).toBe(3);
});

test('the successor stays the same through a rotation of the secret', async () => {
  const second = await successorOf(first);
  const again = await renewWith([NEXT_SECRET, SECRET], first);

  expect(again).toMatchObject({ refreshToken: second });
  expect(await tokensOfSession()).toBe(2);
});

test('a secret that is gone makes no second line: the session ends', async () => {
  await successorOf(first);

  expect(await renewWith([NEXT_SECRET], first)).toEqual(OVER);
  expect(await tokensOfSession()).toBe(2);
});

test('an instant that lies ahead of the clock opens no window: it went back', async () => {
  await successorOf(first);
  await moveClock(-3_600);

  expect(await renew(first)).toEqual(OVER);
});

test('what is stored tells nobody the successor, and another secret makes another one', async () => {
  const second = await successorOf(first);
  const rows = await database.query(claimed<object>('SELECT * FROM RefreshToken'));
  const made = [SECRET, NEXT_SECRET].map((secret) =>
    createRefreshTokens([secret]).successor(first),
  );

  expect(JSON.stringify(rows)).not.toContain(second);
  expect(made[0]).toBe(second);
  expect(made[1]).not.toBe(second);
});

test('signing out with the token just replaced ends the session too', async () => {
  const second = await successorOf(first);
  await endSessionOf(contextWith(SECRET), first);

  expect(await renew(first)).toEqual(OVER);
  expect(await renew(second)).toEqual(OVER);
});

test('a session that ends later than any can was begun before the clock went back: it is over', async () => {
  await database.execute('UPDATE Session SET expiresAt = NOW(3) + INTERVAL 9 DAY');

  expect(await renew(first)).toEqual(OVER);
});
