import { type OwnEvent, recordEvent } from '../audit/audit-store.ts';
import type { SubgraphContext } from '../context.ts';
import { hashRefreshToken, newRefreshToken } from './refresh-token.ts';
import { endSession, lockToken, replaceToken } from './session-store.ts';

export type Renewal =
  | { kind: 'Renewed'; sessionId: string; userId: number; refreshToken: string }
  /** The token is unknown, or its session is over. */
  | { kind: 'Over' };

type RenewContext = Pick<SubgraphContext, 'database' | 'caller' | 'requestId'>;

/**
 * Exchanges a refresh token for a new one. One that comes a second time has been copied: whoever
 * holds the newest token of its session may be the thief, so the session ends.
 */
export function renewSession(context: RenewContext, given: string): Promise<Renewal> {
  const hash = hashRefreshToken(given);
  return context.database.transaction(async (sql): Promise<Renewal> => {
    const found = await lockToken(sql, hash);
    if (!found?.isLive) return { kind: 'Over' };
    const { sessionId, userId } = found;
    if (found.isUsed) {
      await endSession(sql, sessionId);
      await recordEvent(sql, context, eventOf('REFRESH_REUSED', userId), userId);
      return { kind: 'Over' };
    }
    const refreshToken = newRefreshToken();
    await replaceToken(sql, hash, { sessionId, hash: hashRefreshToken(refreshToken) });
    return { kind: 'Renewed', sessionId, userId, refreshToken };
  });
}

/** Ends the session of a refresh token, whether the token was used or not. */
export function endSessionOf(context: RenewContext, given: string): Promise<void> {
  return context.database.transaction(async (sql) => {
    const found = await lockToken(sql, hashRefreshToken(given));
    if (!found?.isLive) return;
    const { sessionId, userId } = found;
    await endSession(sql, sessionId);
    await recordEvent(sql, context, eventOf('SIGNED_OUT', userId), userId);
  });
}

function eventOf(kind: OwnEvent['kind'], userId: number): OwnEvent {
  return { kind, subject: `User ${userId}`, detail: null };
}
