/** The order in which attempts are sent, and when: pure functions over what the till knows. */
import { isFinal, isInHand, isStuck } from './sale-attempt.ts';
import type { TillAttempt } from './sale-request.ts';

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 15_000;
/** Random part of a delay, so that tills do not come back all at once. */
const JITTER = 0.2;
/** An attempt is asked about before it is sent after so long: 12 h. */
const OLD_AFTER_MS = 12 * 60 * 60 * 1000;
/** Sold attempts that are kept, to print them again. */
const KEPT_SALES = 20;

/** An account at the till. */
export interface TillAccount {
  id: string;
  isAdmin: boolean;
}

/** The delay before the next send, in ms. @param failures 0 after the first send */
export function retryDelayMs(
  failures: number,
  random: number,
  retryAfterMs: number | null,
): number {
  const base = FIRST_DELAY_MS * 2 ** Math.min(failures, 10);
  const delayMs = Math.min(MAX_DELAY_MS, base * (1 + JITTER * (2 * random - 1)));
  return Math.max(delayMs, retryAfterMs ?? 0);
}

/** Whether an attempt is so old that a person says what to do with it. @param now ms */
export function isOld({ firstAt }: Pick<TillAttempt, 'firstAt'>, now: number): boolean {
  return now - firstAt > OLD_AFTER_MS;
}

/** Whether an account may conclude an attempt. */
export function isConcludedBy(
  { accountId }: Pick<TillAttempt, 'accountId'>,
  account: TillAccount,
): boolean {
  return account.isAdmin || account.id === accountId;
}

/** Everything that the order of sends depends on. */
export interface Situation {
  attempts: readonly TillAttempt[];
  inFlight: ReadonlySet<string>;
  /** Attempts that a person has said to send, whatever their age. */
  confirmed: ReadonlySet<string>;
  account: TillAccount | null;
  /** Whether the gateway answers; what was left pending waits until it does. */
  isOnline: boolean;
  /** ms since the epoch. */
  now: number;
}

/** The keys to be sent next: the one in hand, and the oldest of those left pending. */
export function nextToSend(situation: Situation): string[] {
  const { attempts, inFlight, confirmed, isOnline } = situation;
  const hand = attempts.find((one) => isInHand(one) && isSendable(one, situation));
  const pending = attempts.filter(({ state }) => state === 'PENDIENTE').sort(byAge);
  const isUnderWay = pending.some(({ key }) => inFlight.has(key));
  const waiting = isOnline ? pending : pending.filter(({ key }) => confirmed.has(key));
  const oldest = isUnderWay ? undefined : waiting.find((one) => isSendable(one, situation));
  return [hand, oldest].flatMap((one) => (one ? [one.key] : []));
}

function isSendable(attempt: TillAttempt, { inFlight, confirmed, account, now }: Situation) {
  if (account === null || isFinal(attempt) || inFlight.has(attempt.key)) return false;
  if (!isConcludedBy(attempt, account)) return false;
  return confirmed.has(attempt.key) || (!isStuck(attempt) && !isOld(attempt, now));
}

/** The keys of those that are over and need not be kept. */
export function forgettable(attempts: readonly TillAttempt[]): string[] {
  const over = attempts.filter((one) => isFinal(one) && !one.isUnattended);
  const sold = over.filter(({ state }) => state === 'VENDIDA').sort(byAge);
  const kept = new Set(sold.slice(-KEPT_SALES));
  return over.filter((one) => !kept.has(one)).map(({ key }) => key);
}

function byAge(a: TillAttempt, b: TillAttempt): number {
  return a.firstAt - b.firstAt;
}
