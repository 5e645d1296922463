import { v7 as uuidv7 } from 'uuid';
import { type AccountRow, lockAccounts } from '../accounts/account-store.ts';
import { recordEvent } from '../audit/audit-store.ts';
import type { SubgraphContext } from '../context.ts';
import { keepDevice } from './device-store.ts';
import { insertSession } from './session-store.ts';
import { hashToken, newToken } from './token-hash.ts';

export interface BegunSession {
  /** As it is now: what is signed into the token must be what the session stands for. */
  account: AccountRow;
  sessionId: string;
  refreshToken: string;
  /** Tells the device by which the session was begun from others, at the next sign-in. */
  deviceToken: string;
}

type BeginContext = Pick<SubgraphContext, 'database' | 'refreshTokens' | 'caller' | 'requestId'>;

/**
 * Begins a session for an account whose password was right when it was read. The account is locked
 * and looked at again: an edit that ends its sessions ends this one too, or keeps it from
 * beginning.
 * @param knownDevice the token of a device on which somebody has signed in before
 * @returns null when the account has got another password or may no longer sign in
 */
export function beginSession(
  context: BeginContext,
  { id, passwordHash }: AccountRow,
  knownDevice: string | null,
): Promise<BegunSession | null> {
  return context.database.transaction(async (sql) => {
    const account = (await lockAccounts(sql, [id])).get(id);
    if (!account?.active || account.passwordHash !== passwordHash) return null;
    const sessionId = uuidv7();
    const refreshToken = context.refreshTokens.first();
    await insertSession(sql, { sessionId, hash: hashToken(refreshToken), userId: id });
    const deviceToken = knownDevice ?? newToken();
    await keepDevice(sql, hashToken(deviceToken), id);
    const event = { kind: 'SIGNED_IN' as const, subject: account.email, detail: null };
    await recordEvent(sql, context, event, id);
    return { account, sessionId, refreshToken, deviceToken };
  });
}
