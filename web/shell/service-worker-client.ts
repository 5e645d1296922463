import { trustedScript } from '../parts/trusted-script.ts';
import { currentSession, watchSession } from '../session/session.ts';

const SCRIPT = '/sw.js';
/** A till stays open for days. */
const LOOK_EVERY_MS = 3_600_000;

/**
 * Keeps the page in the browser, so that it opens without a connection. Another version of it is
 * taken when the page has just been opened or nobody is signed in: then nothing is on the screen
 * that could be lost.
 */
export async function keepPage(): Promise<void> {
  // In development each change would wait behind a kept page.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.register(trustedScript('sw', SCRIPT));
  // A first worker controls no page yet, so its arrival is no change of versions.
  if (serviceWorker.controller !== null) {
    serviceWorker.addEventListener('controllerchange', () => location.reload());
  }
  takeNewVersion(registration);
  watchSession(() => {
    if (currentSession().kind === 'SIGNED_OUT') takeNewVersion(registration);
  });
  setInterval(() => void registration.update(), LOOK_EVERY_MS);
}

function takeNewVersion({ waiting }: ServiceWorkerRegistration): void {
  waiting?.postMessage('TAKE_OVER');
}
