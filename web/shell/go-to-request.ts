import { useEffect } from 'react';

const requests = new EventTarget();
const NAME = 'go-to';

/** Opens "Ir a…" from a screen that hides the menu. */
export function requestGoTo(): void {
  requests.dispatchEvent(new Event(NAME));
}

/** Runs when a screen asks for "Ir a…". @param open stays the same */
export function useGoToRequests(open: () => void): void {
  useEffect(() => {
    requests.addEventListener(NAME, open);
    return () => requests.removeEventListener(NAME, open);
  }, [open]);
}
