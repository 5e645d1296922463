import { createHash } from 'node:crypto';
import { normalizeEmail } from '../accounts/account-fields.ts';
import { type AccountRow, findAccountByEmail } from '../accounts/account-store.ts';
import { DEMO_PASSWORD, isDemoEmail } from '../accounts/demo-accounts.ts';
import { MAX_PASSWORD_CHARACTERS } from '../accounts/password-rules.ts';
import type { SubgraphContext } from '../context.ts';
import { findEmailsOn } from './device-store.ts';
import { forgetFailures, lockFailures, writeFailures } from './sign-in-failures-store.ts';
import { hashToken } from './token-hash.ts';

export type PasswordTry =
  | { kind: 'Right'; account: AccountRow }
  /** The e-mail, the password, or an account that may not sign in: nobody is told which. */
  | { kind: 'Wrong' }
  | { kind: 'Delayed'; waitSeconds: number };

/** A try to sign in; a device on which anybody has signed in before keeps its token. */
export type SignInTry =
  | (Extract<PasswordTry, { kind: 'Right' }> & { knownDevice: string | null })
  | Exclude<PasswordTry, { kind: 'Right' }>;

export interface GivenCredentials {
  email: string;
  password: string;
  deviceToken: string | null;
}

export type TryContext = Pick<
  SubgraphContext,
  'database' | 'prisma' | 'passwords' | 'refusesDemo' | 'caller'
>;

/** After so many failures in a row the next try must wait; each further one doubles the wait. */
const FREE_FAILURES = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
const FORGOTTEN_AFTER_MS = 15 * 60_000;
/** A character takes two units at most. */
const MAX_PASSWORD_UTF16_UNITS = 2 * MAX_PASSWORD_CHARACTERS;

/**
 * Tries a password, counting failures per e-mail and address: they slow the next tries down and
 * never lock anybody out. A device that has signed in to the account before has a counter of its
 * own, so that strangers at its address do not slow it down. Whether the e-mail belongs to an
 * account shows neither in what is done nor in how long it takes.
 * @throws refusal SERVER_BUSY when too many passwords are being hashed
 */
export async function tryPassword(
  context: TryContext,
  given: GivenCredentials,
): Promise<SignInTry> {
  const { database, caller } = context;
  const email = normalizeEmail(given.email);
  const device = given.deviceToken === null ? null : hashToken(given.deviceToken);
  const emails = device === null ? [] : await findEmailsOn(database, device);
  const trier = emails.includes(email) ? `device ${device}` : (caller.clientAddress ?? '');
  const tried = await countedTry(context, { email, trier, password: given.password });
  if (tried.kind !== 'Right') return tried;
  return { ...tried, knownDevice: emails.length > 0 ? given.deviceToken : null };
}

/**
 * Tries the password of somebody who is signed in, with a counter of that account's own: strangers
 * do not slow it down, and an access token that was stolen does not help to guess.
 * @throws refusal SERVER_BUSY when too many passwords are being hashed
 */
export function tryOwnPassword(
  context: TryContext,
  { id, email }: AccountRow,
  password: string,
): Promise<PasswordTry> {
  return countedTry(context, { email, trier: `user ${id}`, password });
}

interface CountedTry {
  email: string;
  /** The one whose failures for this e-mail are counted together. */
  trier: string;
  password: string;
}

async function countedTry(
  context: TryContext,
  { email, trier, password }: CountedTry,
): Promise<PasswordTry> {
  const { database, prisma, passwords } = context;
  const counter = createHash('sha256').update(`${email}\n${trier}`).digest('hex');
  const waitMs = await countTry(context, counter);
  if (waitMs > 0) return { kind: 'Delayed', waitSeconds: Math.ceil(waitMs / 1_000) };

  const account = isStorable(email) ? await findAccountByEmail(prisma, email) : null;
  // More than any password has: wrong, and hardly more work than a right one.
  const bounded = password.slice(0, MAX_PASSWORD_UTF16_UNITS + 1);
  const passwordHash = account?.passwordHash ?? passwords.nobodysHash;
  const isRight = await passwords.verify(passwordHash, bounded);
  if (!isRight || !account?.active || isDemo(context, email, password)) return { kind: 'Wrong' };
  await forgetFailures(database, counter);
  return { kind: 'Right', account };
}

/** In production it opens nothing, however it came into the database. */
function isDemo({ refusesDemo }: TryContext, email: string, password: string): boolean {
  return refusesDemo && (isDemoEmail(email) || password === DEMO_PASSWORD);
}

/** The column takes nothing else, so no account has such an e-mail. */
function isStorable(email: string): boolean {
  return /^[\x20-\x7e]{1,254}$/.test(email);
}

/**
 * Counts a try as failed before its password is looked at, so that a thousand tries at once are
 * slowed down as a thousand in a row are; a right password forgets it again. One try per wait goes
 * through: those inside it are not counted, so they make it no longer.
 * @returns the time to wait first, in ms; then nothing was counted
 */
function countTry({ database }: TryContext, counter: string): Promise<number> {
  return database.transaction(async (sql) => {
    const { count, agoMs } = await lockFailures(sql, counter);
    // A failure that lies ahead was counted before the clock went back: its wait is over.
    const waitMs = agoMs < -CLOCK_SLACK_MS ? 0 : waitAfter(count) - agoMs;
    if (waitMs > 0) return waitMs;
    await writeFailures(sql, counter, agoMs > FORGOTTEN_AFTER_MS ? 1 : count + 1);
    return 0;
  });
}

/** Statements that run side by side see the clock a little apart. */
const CLOCK_SLACK_MS = 1_000;

function waitAfter(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(FIRST_WAIT_MS * 2 ** (failures - FREE_FAILURES), LONGEST_WAIT_MS);
}
