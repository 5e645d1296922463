import { useSyncExternalStore } from 'react';
import { currentSession, watchSession } from '../session/session.ts';
import { readChaos } from './chaos-client.ts';

/** UNKNOWN: it is being asked. */
type Presence = 'UNKNOWN' | 'THERE' | 'ABSENT';

let presence: Presence = 'UNKNOWN';
let isAsked = false;
const listeners = new Set<() => void>();

/** Whether this start of the shop has a chaos test. An administrator's page asks, once. */
export function useChaosPresence(): Presence {
  return useSyncExternalStore(subscribe, () => presence);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const leaveSession = watchSession(askOnce);
  askOnce();
  return () => {
    listeners.delete(listener);
    leaveSession();
  };
}

function askOnce(): void {
  const session = currentSession();
  if (isAsked || import.meta.env.VITE_CAOS !== 'on') return;
  if (session.kind !== 'SIGNED_IN' || !session.user.roles.includes('ADMIN')) return;
  isAsked = true;
  void readChaos().then(({ kind }) => {
    presence = kind === 'STATUS' ? 'THERE' : 'ABSENT';
    for (const listener of listeners) listener();
  });
}
