import type { GraphQLResolveInfo } from 'graphql';
import { userError } from '../../../common/process/errors/error-codes.ts';
import { requireCaller } from '../../../common/subgraph/auth/require-caller.ts';
import { requireListSize } from '../../../common/subgraph/graphql/require-list-size.ts';
import { parseUuid } from '../../../common/values/ids.ts';
import { actorOf } from '../accounts/account-store.ts';
import { recordEvent } from '../audit/audit-store.ts';
import type { SubgraphContext } from '../context.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { type BegunSession, beginSession } from './begin-session.ts';
import { runBelowAs } from './below-sign-in.ts';
import { endSessionOf, renewSession } from './renew-session.ts';
import { findLiveSessions } from './session-store.ts';
import { tryPassword } from './try-password.ts';

const MAX_SUBJECT_CHARACTERS = 254;

export const sessionResolvers: Pick<Resolvers, 'Query' | 'Mutation'> = {
  Query: {
    liveSessions: (_, { ids }, { caller, database }) => {
      requireCaller(caller, 'router');
      requireListSize(ids, 'sesiones');
      return findLiveSessions(
        database,
        ids.flatMap((id) => parseUuid(id) ?? []),
      );
    },
  },
  Mutation: {
    iniciarSesion: async (_, { input }, context, { path }) => {
      const { email, password } = input;
      const useCookie = input.useCookie ?? false;
      const kept = useCookie ? context.deviceCookie.read(context.cookies) : null;
      const deviceToken = input.deviceToken ?? kept;
      const tried = await tryPassword(context, { email, password, deviceToken });
      const begun =
        tried.kind === 'Right'
          ? await beginSession(context, tried.account, tried.knownDevice)
          : null;
      if (begun === null) {
        const subject = email.slice(0, MAX_SUBJECT_CHARACTERS);
        const detail = tried.kind === 'Delayed' ? `wait ${tried.waitSeconds} s` : null;
        await recordEvent(context.database, context, { kind: 'SIGN_IN_REFUSED', subject, detail });
        const error =
          tried.kind === 'Delayed'
            ? userError('TOO_MANY_ATTEMPTS', [], `Faltan ${tried.waitSeconds} s.`)
            : userError('INVALID_CREDENTIALS', []);
        return { ...nobody(error), deviceToken: null };
      }
      if (useCookie) context.setCookies.push(context.deviceCookie.write(begun.deviceToken));
      return {
        ...(await session(context, path, { ...begun, useCookie })),
        deviceToken: useCookie ? null : begun.deviceToken,
      };
    },
    renovarSesion: async (_, { input }, context, { path }) => {
      const { refreshCookie, cookies, loaders, setCookies } = context;
      const given = input.refreshToken ?? refreshCookie.read(cookies);
      const renewed = given === null ? null : await renewSession(context, given);
      const account =
        renewed?.kind === 'Renewed' ? await loaders.accountById.load(renewed.userId) : null;
      if (renewed?.kind !== 'Renewed' || !account?.active) {
        if (!input.refreshToken) setCookies.push(refreshCookie.clear());
        return nobody(userError('SESSION_EXPIRED', ['refreshToken']));
      }
      const { sessionId, refreshToken } = renewed;
      const useCookie = !input.refreshToken;
      return session(context, path, { account, sessionId, refreshToken, useCookie });
    },
    cerrarSesion: async (_, { input }, context) => {
      const { refreshCookie, cookies, setCookies } = context;
      const given = input.refreshToken ?? refreshCookie.read(cookies);
      if (given !== null) await endSessionOf(context, given);
      if (!input.refreshToken) setCookies.push(refreshCookie.clear());
      return { userErrors: [] };
    },
  },
};

async function session(
  context: SubgraphContext,
  path: GraphQLResolveInfo['path'],
  begun: Omit<BegunSession, 'deviceToken'> & { useCookie: boolean },
) {
  const { account, sessionId, refreshToken, useCookie } = begun;
  const { accessToken, expiresAt } = await context.accessTokens.sign(account, sessionId);
  if (useCookie) context.setCookies.push(context.refreshCookie.write(refreshToken));
  runBelowAs(context, path, actorOf(account));
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
