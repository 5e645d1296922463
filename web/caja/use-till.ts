import { createContext, useContext, useEffect, useState } from 'react';
import { useSession, useUser } from '../session/session.ts';
import type { Till } from './till.ts';
import { attemptInHand, type TillState, useObservable } from './till-state.ts';

export const TillContext = createContext<Till | null>(null);

/** The till, in a component of its screen. */
export function useTill(): Till {
  const till = useContext(TillContext);
  if (till === null) throw new Error('This component is shown inside of the till only');
  return till;
}

/** Everything that the till shows now. */
export function useTillState(): TillState {
  return useObservable(useTill().state);
}

/** Whether the cart is in the hands of an attempt, so that nobody may change it. */
export function useIsLocked(): boolean {
  return attemptInHand(useTillState()) !== null;
}

/** Whether the person at the till is an administrator. */
export function useIsAdmin(): boolean {
  return useUser().roles.includes('ADMIN');
}

/** Tells the till when another person signs in, or the lock is opened. */
export function useAccountChanges(till: Till): void {
  const session = useSession();
  const account = session.kind === 'SIGNED_IN' ? session.user.id : null;
  useEffect(() => {
    if (account !== null) till.accountChanged(account);
  }, [till, account]);
}

/** The time, every second while it is shown, in ms since the epoch. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
