/** A renewal begins when this part of the token's life is over. */
const RENEW_AT = 0.8;
/**
 * A device without a battery begins in 1970, and one that is set ahead sees every token as over:
 * renewals must neither follow each other at once nor stay away.
 */
const SHORTEST_MS = 60_000;
const LONGEST_MS = 480_000;

/** The wait before a token is renewed, in ms. @param expiresAtMs by the server's clock */
export function renewalDelayMs(expiresAtMs: number, nowMs: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, (expiresAtMs - nowMs) * RENEW_AT));
}
