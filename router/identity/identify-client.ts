import { LRUCache } from 'lru-cache';
import type { Log } from '../../common/log/log.ts';
import { type HttpCall, HttpFault } from '../../common/server/http-server.ts';
import type { RouterConfig } from '../config.ts';
import { clientAddress } from '../limits/client-address.ts';
import { createAccessTokenVerifier, type VerifiedAccess } from './access-token-verifier.ts';
import { type Client, identityOf } from './client-identity.ts';
import { createLiveSessions } from './live-sessions.ts';

/** Finds out who sends a request. */
export interface ClientIdentifier {
  /**
   * Without the header `authorization` the request is nobody's.
   * @throws HttpFault UNAUTHENTICATED when it is no good access token, SERVICE_UNAVAILABLE when
   *   usuarios does not give its keys
   */
  identify(call: Pick<HttpCall, 'headers' | 'peerAddress'>): Promise<Client>;
  close(): Promise<void>;
}

/** A session that was ended is refused after this time at the latest; the promise is 60 s. */
const TRUSTED_FOR_MS = 15_000;
/** For how long a session that usuarios could not be asked about is trusted. */
const UNCHECKED_FOR_MS = 5_000;
const MAX_CACHED = 10_000;
type KnownUser = Omit<Client, 'clientAddress'>;
const STRANGER: KnownUser = { actor: null, identity: identityOf(null) };
const BEARER = /^Bearer ([\w-]{1,1024}\.[\w-]{1,2048}\.[\w-]{1,256})$/i;

export interface ClientIdentifierOptions extends Pick<RouterConfig, 'usuarios' | 'trustedProxies'> {
  log: Log;
}

/** Believes the tokens that usuarios signs, for as long as their sessions stand there. */
export function createClientIdentifier(options: ClientIdentifierOptions): ClientIdentifier {
  const { usuarios, trustedProxies, log } = options;
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
  const cache = new LRUCache<string, KnownUser>({
    max: MAX_CACHED,
    ttl: TRUSTED_FOR_MS,
    // Requests that come with the same token at once share one verification.
    async fetchMethod(token, _stale, { options }) {
      const access = await verify(token);
      if (access === null) return undefined;
      const { ok, forMs } = await check(access);
      options.ttl = Math.max(1, Math.min(forMs, access.expiresAtMs - Date.now()));
      return ok ? { actor: access.actor, identity: identityOf(access.actor) } : undefined;
    },
  });

  return {
    async identify(call) {
      const address = clientAddress(call, trustedProxies);
      const { authorization } = call.headers;
      const known = authorization === undefined ? STRANGER : await userOf(authorization);
      return { ...known, clientAddress: address };
    },
    close: () => sessions.close(),
  };

  async function userOf(authorization: string): Promise<KnownUser> {
    const token = BEARER.exec(authorization)?.[1];
    const known = token && (cache.get(token) ?? (await fetchOrFault(token)));
    if (!known) throw new HttpFault('UNAUTHENTICATED');
    return known;
  }

  async function fetchOrFault(token: string) {
    try {
      return await cache.fetch(token);
    } catch (error) {
      log.error('identity.no-keys', { error });
      throw new HttpFault('SERVICE_UNAVAILABLE');
    }
  }
}
