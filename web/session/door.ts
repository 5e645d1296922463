// A wish to be kept out outlives the page: the cookie alone would open what somebody has locked or
// left, since no script can take it away.

/** LOCKED: the password opens. LEFT: somebody signed out, and the gateway does not know it yet. */
type Door = 'LOCKED' | 'LEFT';

const KEY = 'electroplus.puerta';

/** The wish that this browser keeps; null when there is none. */
export function keptDoor(): Door | null {
  const kept = localStorage.getItem(KEY);
  return kept === 'LOCKED' || kept === 'LEFT' ? kept : null;
}

/** Keeps a wish, for every tab and over reloads; null takes it back. */
export function keepDoor(door: Door | null): void {
  if (door === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, door);
}

/** Tells when another tab keeps a wish. */
export function watchDoor(listener: (door: Door | null) => void): void {
  window.addEventListener('storage', ({ key }) => {
    if (key === KEY) listener(keptDoor());
  });
}
