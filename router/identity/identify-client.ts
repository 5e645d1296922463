import { LRUCache } from 'lru-cache';
import type { Log } from '../../common/log/log.ts';
import { HttpFault } from '../../common/server/http-server.ts';
import type { Actor } from '../../common/service-token/service-token.ts';
import type { SubgraphEndpoint } from '../config.ts';
import { createAccessTokenVerifier, type VerifiedAccess } from './access-token-verifier.ts';
import { createLiveSessions } from './live-sessions.ts';

/** Finds out who sends a request. */
export interface ClientIdentifier {
  /**
   * @param authorization the header of that name
   * @returns null when there is none: the request is nobody's
   * @throws HttpFault UNAUTHENTICATED when it is no good access token, SERVICE_UNAVAILABLE when
   *   usuarios does not give its keys
   */
  identify(authorization: string | undefined): Promise<Actor | null>;
  close(): Promise<void>;
}

/** A session that was ended is refused after this time at the latest; the promise is 60 s. */
const TRUSTED_FOR_MS = 15_000;
/** For how long a session that usuarios could not be asked about is trusted. */
const UNCHECKED_FOR_MS = 5_000;
const MAX_CACHED = 10_000;
const BEARER = /^Bearer ([\w-]{1,1024}\.[\w-]{1,2048}\.[\w-]{1,256})$/i;

/** @param usuarios whose keys sign access tokens, and who knows which sessions were ended */
export function createClientIdentifier(usuarios: SubgraphEndpoint, log: Log): ClientIdentifier {
  const verify = createAccessTokenVerifier(usuarios.url);
  const sessions = createLiveSessions(usuarios);

  /** While usuarios does not answer, nobody can be signed out there: the token alone counts. */
  const check = async ({ sessionId }: VerifiedAccess): Promise<{ ok: boolean; forMs: number }> => {
    try {
      return { ok: await sessions.isLive(sessionId), forMs: TRUSTED_FOR_MS };
    } catch (error) {
      log.warn('identity.unchecked', { sessionId, error });
      return { ok: true, forMs: UNCHECKED_FOR_MS };
    }
  };
  const cache = new LRUCache<string, { actor: Actor }>({
    max: MAX_CACHED,
    ttl: TRUSTED_FOR_MS,
    // Requests that come with the same token at once share one verification.
    async fetchMethod(token, _stale, { options }) {
      const access = await verify(token);
      if (access === null) return undefined;
      const { ok, forMs } = await check(access);
      options.ttl = Math.max(1, Math.min(forMs, access.expiresAtMs - Date.now()));
      return ok ? { actor: access.actor } : undefined;
    },
  });

  return {
    async identify(authorization) {
      if (authorization === undefined) return null;
      const token = BEARER.exec(authorization)?.[1];
      if (token === undefined) throw new HttpFault('UNAUTHENTICATED');
      const known = cache.get(token) ?? (await fetchOrFault(token));
      if (known === undefined) throw new HttpFault('UNAUTHENTICATED');
      return known.actor;
    },
    close: () => sessions.close(),
  };

  async function fetchOrFault(token: string) {
    try {
      return await cache.fetch(token);
    } catch (error) {
      log.error('identity.no-keys', { error });
      throw new HttpFault('SERVICE_UNAVAILABLE');
    }
  }
}
