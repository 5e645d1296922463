import { v7 as uuidv7 } from 'uuid';
import { userError } from '../../../common/errors/error-codes.ts';
import { fault } from '../../../common/errors/faults.ts';
import { parseUuid } from '../../../common/graphql/ids.ts';
import { requireCaller } from '../../../common/service-token/require-caller.ts';
import type { AccountRow } from '../accounts/account-store.ts';
import { recordEvent } from '../audit/audit-store.ts';
import type { SubgraphContext } from '../context.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { hashRefreshToken, newRefreshToken } from './refresh-token.ts';
import { endSessionOf, renewSession } from './renew-session.ts';
import { findLiveSessions, insertSession } from './session-store.ts';
import { tryPassword } from './try-password.ts';

const MAX_ASKED_SESSIONS = 256;
const MAX_SUBJECT_CHARACTERS = 254;

export const sessionResolvers: Pick<Resolvers, 'Query' | 'Mutation'> = {
  Query: {
    liveSessions: (_, { ids }, { caller, database }) => {
      requireCaller(caller, 'router');
      if (ids.length > MAX_ASKED_SESSIONS) {
        throw fault('BAD_USER_INPUT', `De 1 a ${MAX_ASKED_SESSIONS} sesiones por llamada.`);
      }
      return findLiveSessions(
        database,
        ids.flatMap((id) => parseUuid(id) ?? []),
      );
    },
  },
  Mutation: {
    iniciarSesion: async (_, { input }, context) => {
      const { email, password, useCookie } = input;
      const tried = await tryPassword(context, email, password);
      if (tried.kind !== 'Right') {
        const subject = email.slice(0, MAX_SUBJECT_CHARACTERS);
        const detail = tried.kind === 'Delayed' ? `wait ${tried.waitSeconds} s` : undefined;
        await recordEvent(context.database, context, { kind: 'SIGN_IN_REFUSED', subject, detail });
        return nobody(
          tried.kind === 'Wrong'
            ? userError('INVALID_CREDENTIALS', [])
            : userError('TOO_MANY_ATTEMPTS', [], `Faltan ${tried.waitSeconds} s.`),
        );
      }
      return beginSession(context, tried.account, useCookie ?? false);
    },
    renovarSesion: async (_, { input }, context) => {
      const { refreshCookie, cookies, loaders, replyHeaders } = context;
      const given = input.refreshToken ?? refreshCookie.read(cookies);
      const renewed = given === null ? null : await renewSession(context, given);
      const account =
        renewed?.kind === 'Renewed' ? await loaders.accountById.load(renewed.userId) : null;
      if (renewed?.kind !== 'Renewed' || !account?.active) {
        if (!input.refreshToken) replyHeaders['set-cookie'] = refreshCookie.clear();
        return nobody(userError('SESSION_EXPIRED', ['refreshToken']));
      }
      const { sessionId, refreshToken } = renewed;
      return session(context, { account, sessionId, refreshToken, useCookie: !input.refreshToken });
    },
    cerrarSesion: async (_, { input }, context) => {
      const { refreshCookie, cookies, replyHeaders } = context;
      const given = input.refreshToken ?? refreshCookie.read(cookies);
      if (given !== null) await endSessionOf(context, given);
      if (!input.refreshToken) replyHeaders['set-cookie'] = refreshCookie.clear();
      return { userErrors: [] };
    },
  },
};

async function beginSession(context: SubgraphContext, account: AccountRow, useCookie: boolean) {
  const sessionId = uuidv7();
  const refreshToken = newRefreshToken();
  const { id: userId, email } = account;
  const hash = hashRefreshToken(refreshToken);
  await insertSession(context.database, { sessionId, hash, userId });
  await recordEvent(context.database, context, { kind: 'SIGNED_IN', subject: email, userId });
  return session(context, { account, sessionId, refreshToken, useCookie });
}

interface NewSession {
  account: AccountRow;
  sessionId: string;
  refreshToken: string;
  useCookie: boolean;
}

async function session(context: SubgraphContext, begun: NewSession) {
  const { account, sessionId, refreshToken, useCookie } = begun;
  const { accessToken, expiresAt } = await context.accessTokens.sign(account, sessionId);
  if (useCookie) context.replyHeaders['set-cookie'] = context.refreshCookie.write(refreshToken);
  // Whoever signs in has no token yet: from here on the request is his.
  context.caller = { ...context.caller, actor: { id: String(account.id), roles: [] } };
  return {
    accessToken,
    expiresAt: expiresAt.toISOString(),
    refreshToken: useCookie ? null : refreshToken,
    user: account,
    userErrors: [],
  };
}

function nobody(error: ReturnType<typeof userError>) {
  return {
    accessToken: null,
    expiresAt: null,
    refreshToken: null,
    user: null,
    userErrors: [error],
  };
}
