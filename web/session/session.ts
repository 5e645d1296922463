import { useSyncExternalStore } from 'react';
import { type Failure, post } from '../gateway/post.ts';
import { CERRAR_SESION_WEB, INICIAR_SESION_WEB } from '../generated/operations.ts';
import {
  type AccessUser,
  accessOf,
  aloneWithCookie,
  belongTo,
  keepAccess,
  renewAccess,
  watchRenewals,
} from './access.ts';
import { keepDoor, keptDoor, watchDoor } from './door.ts';
import { forgetAccount, lastAccount, rememberAccount } from './last-account.ts';

/** The person who is signed in. */
export type SessionUser = AccessUser;

export type Session =
  /** The page has just been opened; the cookie is being asked. */
  | { kind: 'OPENING' }
  | { kind: 'SIGNED_OUT' }
  | { kind: 'SIGNED_IN'; user: SessionUser }
  /** The screen stays as it is behind a lock, until the same person signs in again. */
  | { kind: 'LOCKED'; user: SessionUser; because: 'ENDED' | 'ASKED' | 'OFFLINE' };

let session: Session = { kind: 'OPENING' };
const listeners = new Set<() => void>();

function become(next: Session): void {
  session = next;
  belongTo('user' in next ? next.user.id : null);
  for (const listener of listeners) listener();
}

/** The session as it is now, outside of components. */
export function currentSession(): Session {
  return session;
}

/** Tells of each change of the session. @returns the function that ends it */
export function watchSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The session, in a component. */
export function useSession(): Session {
  return useSyncExternalStore(watchSession, currentSession);
}

/** The person who is signed in, in a component that is shown to no one else. */
export function useUser(): SessionUser {
  const current = useSession();
  if (current.kind === 'SIGNED_IN' || current.kind === 'LOCKED') return current.user;
  throw new Error('Nobody is signed in, so this component should not be shown');
}

/**
 * Asks the cookie for a session when the page opens. Without an answer the last account of this
 * browser waits behind its lock: what it kept here can be used, and nothing else.
 */
export async function openSession(): Promise<void> {
  watchRenewals((outcome, access) => {
    if (outcome === 'RENEWED' && access !== null) signedInAs(access.user);
    if (outcome === 'ENDED') ended();
  });
  watchDoor((door) => {
    if (door === 'LOCKED') lockScreen();
    if (door === 'LEFT') leftElsewhere();
  });
  const user = lastAccount();
  switch (keptDoor()) {
    case 'LOCKED':
      return become(
        user === null ? { kind: 'SIGNED_OUT' } : { kind: 'LOCKED', user, because: 'ASKED' },
      );
    case 'LEFT':
      become({ kind: 'SIGNED_OUT' });
      return endAtGateway();
    case null:
      break;
  }
  if ((await renewAccess()) !== 'AWAY') return;
  become(user === null ? { kind: 'SIGNED_OUT' } : { kind: 'LOCKED', user, because: 'OFFLINE' });
}

function signedInAs(user: SessionUser): void {
  // A lock that somebody asked for is opened by the password alone.
  if (keptDoor() === 'LOCKED' || (session.kind === 'LOCKED' && session.because === 'ASKED')) return;
  rememberAccount(user);
  const isSame =
    session.kind === 'SIGNED_IN' && JSON.stringify(session.user) === JSON.stringify(user);
  if (!isSame) become({ kind: 'SIGNED_IN', user });
}

/** The session has ended by itself: what is on the screen is kept. */
function ended(): void {
  switch (session.kind) {
    case 'OPENING':
      become({ kind: 'SIGNED_OUT' });
      break;
    case 'SIGNED_IN':
      become({ kind: 'LOCKED', user: session.user, because: 'ENDED' });
      break;
    case 'LOCKED':
      // A lock that was asked for stays one: another tab that signs in must not open it.
      if (session.because === 'OFFLINE') become({ ...session, because: 'ENDED' });
      break;
    case 'SIGNED_OUT':
      break;
  }
}

/** Somebody has signed out in another tab: the session of this one is the same. */
function leftElsewhere(): void {
  keepAccess(null);
  ended();
}

/** Goes on with what this browser keeps while the gateway is away. */
export function goOnOffline(): void {
  if (session.kind === 'LOCKED' && session.because === 'OFFLINE') {
    become({ kind: 'SIGNED_IN', user: session.user });
  }
}

/** Locks the screen until the same person enters the password. */
export function lockScreen(): void {
  if (session.kind !== 'SIGNED_IN') return;
  keepDoor('LOCKED');
  keepAccess(null);
  become({ kind: 'LOCKED', user: session.user, because: 'ASKED' });
}

/** The errors of a refused sign-in are for people, in Spanish. */
export type SignInOutcome = { kind: 'OK' } | { kind: 'REFUSED'; message: string } | Failure;

/** Signs in, or opens the lock. */
export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  const input = { email, password, useCookie: true };
  const result = await aloneWithCookie(() => post(INICIAR_SESION_WEB, { input }));
  if (result.kind !== 'ANSWERED') return result;
  const payload = result.data.iniciarSesion;
  const access = accessOf(payload);
  if (access === null) {
    return {
      kind: 'REFUSED',
      message: payload?.userErrors[0]?.message ?? 'No se pudo entrar.',
    };
  }
  keepDoor(null);
  keepAccess(access);
  rememberAccount(access.user);
  become({ kind: 'SIGNED_IN', user: access.user });
  return { kind: 'OK' };
}

/** Work that is not finished may refuse the sign-out; each answers a reason for people, or null. */
const guards = new Set<() => string | null>();

/** Lets a part of the client refuse the sign-out. @returns the function that takes it back */
export function guardSignOut(guard: () => string | null): () => void {
  guards.add(guard);
  return () => guards.delete(guard);
}

/** Ends the session. @returns the reason for which it may not end now, or null */
export async function signOut(): Promise<string | null> {
  for (const guard of guards) {
    const reason = guard();
    if (reason !== null) return reason;
  }
  keepDoor('LEFT');
  keepAccess(null);
  forgetAccount();
  become({ kind: 'SIGNED_OUT' });
  await endAtGateway();
  return null;
}

/** Ends the session of the cookie; the door stays shut until the gateway has said that it did. */
async function endAtGateway(): Promise<void> {
  await aloneWithCookie(async () => {
    const result = await post(CERRAR_SESION_WEB, { input: {} });
    if (result.kind === 'ANSWERED') keepDoor(null);
  });
}
