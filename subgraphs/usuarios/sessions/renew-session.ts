import type { TransactionSql } from '../../../common/subgraph/database/sql.ts';
import { type OwnEvent, recordEvent } from '../audit/audit-store.ts';
import type { SubgraphContext } from '../context.ts';
import {
  endSession,
  type FoundToken,
  findUnusedToken,
  lockToken,
  replaceToken,
} from './session-store.ts';
import { hashToken } from './token-hash.ts';

export type Renewal =
  | { kind: 'Renewed'; sessionId: string; userId: number; refreshToken: string }
  /** The token is unknown, or its session is over. */
  | { kind: 'Over' };

type EndContext = Pick<SubgraphContext, 'database' | 'caller' | 'requestId'>;
type RenewContext = EndContext & Pick<SubgraphContext, 'refreshTokens'>;

/**
 * Exchanges a refresh token for a new one. Two tabs, or one answer that was lost, bring the token
 * just replaced once more: it gets the successor that it got before. Any other token that comes
 * again has been copied: whoever holds the newest one may be the thief, so the session ends.
 */
export function renewSession(context: RenewContext, given: string): Promise<Renewal> {
  return context.database.transaction(async (sql): Promise<Renewal> => {
    const found = await lockToken(sql, hashToken(given));
    if (!found?.isLive) return { kind: 'Over' };
    const { sessionId, userId } = found;
    const refreshToken = await successorOf(sql, context, { given, found });
    if (refreshToken === null) {
      await endSession(sql, sessionId);
      await recordEvent(sql, context, eventOf('REFRESH_REUSED', userId), userId);
      return { kind: 'Over' };
    }
    return { kind: 'Renewed', sessionId, userId, refreshToken };
  });
}

/** @returns null for a token that may have no successor any more */
async function successorOf(
  sql: TransactionSql,
  { refreshTokens }: RenewContext,
  { given, found }: { given: string; found: FoundToken },
): Promise<string | null> {
  if (!found.isUsed) {
    const token = refreshTokens.successor(given);
    const { sessionId } = found;
    await replaceToken(sql, hashToken(given), { sessionId, hash: hashToken(token) });
    return token;
  }
  if (!found.isJustReplaced) return null;
  const possible = refreshTokens.possibleSuccessors(given);
  const unused = await findUnusedToken(sql, possible.map(hashToken));
  return possible.find((token) => hashToken(token) === unused) ?? null;
}

/** Ends the session of a refresh token, whether the token was used or not. */
export function endSessionOf(context: EndContext, given: string): Promise<void> {
  return context.database.transaction(async (sql) => {
    const found = await lockToken(sql, hashToken(given));
    if (!found?.isLive) return;
    const { sessionId, userId } = found;
    await endSession(sql, sessionId);
    await recordEvent(sql, context, eventOf('SIGNED_OUT', userId), userId);
  });
}

function eventOf(kind: OwnEvent['kind'], userId: number): OwnEvent {
  return { kind, subject: `User ${userId}`, detail: null };
}
