import type { Log } from '../log/log.ts';

const LOOKS_EVERY_MS = 1_000;
/** A smaller step is what NTP does every day. */
const ALARM_FROM_MS = 1_000;

/**
 * Watches for steps of the machine's clock: a dead battery or NTP may set it by hours. Nothing
 * waits longer for it, but times in logs, documents and reports are wrong around it, so somebody
 * should know.
 * @returns the end of the watch
 */
export function watchClock(log: Log): () => void {
  let [wallMs, steadyMs] = [Date.now(), performance.now()];
  const look = () => {
    const [wallNowMs, steadyNowMs] = [Date.now(), performance.now()];
    const stepMs = Math.round(wallNowMs - wallMs - (steadyNowMs - steadyMs));
    [wallMs, steadyMs] = [wallNowMs, steadyNowMs];
    if (Math.abs(stepMs) >= ALARM_FROM_MS) log.error('clock.stepped', { stepMs });
  };
  const timer = setInterval(look, LOOKS_EVERY_MS).unref();
  return () => clearInterval(timer);
}
