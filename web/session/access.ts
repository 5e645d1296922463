// The access token lives in this tab's memory alone; the refresh token in a cookie that no script
// can read. Renewals go one at a time over all tabs.
import { post } from '../gateway/post.ts';
import { RENOVAR_SESION_WEB, type RenovarSesionWebData } from '../generated/operations.ts';
import { keptDoor } from './door.ts';
import { renewalDelayMs } from './renewal-delay.ts';

/** An access token and the person that it stands for. */
export interface Access {
  token: string;
  /** In ms since 1970. */
  expiresAtMs: number;
  user: AccessUser;
}

export type AccessUser = NonNullable<NonNullable<RenovarSesionWebData['renovarSesion']>['user']>;

/** ENDED: a sign-in is needed. AWAY: the gateway did not answer, so nobody knows. */
export type RenewalOutcome = 'RENEWED' | 'ENDED' | 'AWAY';

const LOCK_NAME = 'electroplus-renovar';
/** The next try after the gateway was away, in ms. */
const RETRY_MS = 5_000;

let access: Access | null = null;
/** The person whose page this is; null while nobody is in. */
let personId: string | null = null;
let renewal: Promise<RenewalOutcome> | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let onChange: (outcome: RenewalOutcome, now: Access | null) => void = () => undefined;

/** The token that requests carry now; null when nobody is signed in, or somebody in another tab. */
export function accessToken(): string | null {
  const isOfOther = personId !== null && access?.user.id !== personId;
  return isOfOther ? null : (access?.token ?? null);
}

/** The id of the person whose page this is; null while nobody is in. */
export function personOfPage(): string | null {
  return personId;
}

/** From now on requests go as this person or as nobody. */
export function belongTo(id: string | null): void {
  personId = id;
}

/** Tells the session of each renewal. */
export function watchRenewals(listener: typeof onChange): void {
  onChange = listener;
}

/** Keeps a new token, and renews it in time; null forgets it. */
export function keepAccess(next: Access | null): void {
  access = next;
  clearTimeout(timer);
  if (next !== null) renewIn(renewalDelayMs(next.expiresAtMs, Date.now()));
}

function renewIn(delayMs: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void renewAccess(), delayMs);
}

/**
 * Runs what changes the cookie while no tab changes it otherwise: the answer to a renewal must not
 * put the session before back after a sign-in or a sign-out.
 */
export function aloneWithCookie<Result>(run: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request(LOCK_NAME, run);
}

/** Renews the session; calls that come meanwhile share the one renewal. */
export function renewAccess(): Promise<RenewalOutcome> {
  renewal ??= aloneWithCookie(renewNow).finally(() => {
    renewal = null;
  });
  return renewal;
}

async function renewNow(): Promise<RenewalOutcome> {
  // Somebody has signed out, and the gateway was away: what the cookie still opens stays shut.
  if (keptDoor() === 'LEFT') {
    keepAccess(null);
    return tell('ENDED');
  }
  const result = await post(RENOVAR_SESION_WEB, { input: {} });
  if (result.kind !== 'ANSWERED') {
    const isEnded = result.kind === 'REFUSED' && result.code === 'UNAUTHENTICATED';
    if (isEnded) keepAccess(null);
    else if (access !== null) renewIn(RETRY_MS);
    return tell(isEnded ? 'ENDED' : 'AWAY');
  }
  keepAccess(accessOf(result.data.renovarSesion));
  return tell(access === null ? 'ENDED' : 'RENEWED');
}

function tell(outcome: RenewalOutcome): RenewalOutcome {
  onChange(outcome, access);
  return outcome;
}

/** The access that a payload of a sign-in or a renewal holds; null when it was refused. */
export function accessOf(
  payload: {
    accessToken: string | null;
    expiresAt: string | null;
    user: AccessUser | null;
  } | null,
): Access | null {
  if (!payload?.accessToken || !payload.expiresAt || !payload.user) return null;
  return {
    token: payload.accessToken,
    expiresAtMs: Date.parse(payload.expiresAt),
    user: payload.user,
  };
}
