/** One tab holds the till: two that sold from one cart would sell it twice. */
import { openTill, type Till } from './till.ts';
import { createObservable } from './till-state.ts';

/** The part of this tab. */
export type Tab =
  | { kind: 'OPENING' }
  /** Another tab of this browser holds the till; this one takes over when it closes. */
  | { kind: 'ELSEWHERE' }
  | { kind: 'HERE'; till: Till }
  /** The browser gives this page no disk. */
  | { kind: 'FAILED' };

const LOCK = 'caja';

/** The part of this tab, as it changes. */
export const thisTab = createObservable<{ tab: Tab }>({ tab: { kind: 'OPENING' } });

let isEntering = false;

/** Takes the till, or waits for it; the second call does nothing. */
export function enterTill(): void {
  if (isEntering) return;
  isEntering = true;
  void navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
    if (lock !== null) return hold();
    thisTab.set({ tab: { kind: 'ELSEWHERE' } });
    // Asked for beside this request, which ends now; granted when the other tab is gone.
    void navigator.locks.request(LOCK, hold);
    return null;
  });
}

/** Holds the lock for as long as the page lives. */
async function hold(): Promise<void> {
  try {
    thisTab.set({ tab: { kind: 'HERE', till: await openTill() } });
  } catch (error) {
    thisTab.set({ tab: { kind: 'FAILED' } });
    throw new Error('This tab cannot be a till', { cause: error });
  }
  await new Promise<never>(() => undefined);
}
