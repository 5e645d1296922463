import type { Log } from '../../common/process/log/log.ts';

/** Anybody can send the header: the log must not fill with it. */
const TOLD_EVERY_MS = 3_600_000;

/**
 * Tells, once an hour, that forwarding headers come from a peer that is no proxy of ours. Either a
 * proxy is missing in TRUSTED_PROXIES, and all behind it count as one client, or somebody goes
 * round the proxy.
 */
export function createForwardingAlarm(log: Pick<Log, 'error'>): (peerAddress: string) => void {
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return (peerAddress) => {
    const nowMs = performance.now();
    if (nowMs - toldAtMs < TOLD_EVERY_MS) return;
    toldAtMs = nowMs;
    log.error('forwarding.alarm', { peerAddress });
  };
}
