import { LRUCache } from 'lru-cache';
import { type HttpCall, HttpRefusal } from '../../common/process/http/http-server.ts';
import type { Actor } from '../../common/process/identity/service-token.ts';
import type { Log } from '../../common/process/log/log.ts';
import type { RouterConfig } from '../config.ts';
import { createAccessTokenVerifier } from './access-token-verifier.ts';
import type { AddressReader } from './client-address.ts';
import { type Client, identityOf } from './client-identity.ts';
import { createLiveSessions } from './live-sessions.ts';

/** Finds out who sends a request. */
export interface ClientIdentifier {
  /**
   * Without the header `authorization` the request is nobody's.
   * @throws HttpRefusal UNAUTHENTICATED when it is no good access token, SERVICE_UNAVAILABLE when
   *   usuarios does not answer and has not confirmed the token a short while ago
   */
  identify(call: Pick<HttpCall, 'headers' | 'peerAddress'>): Promise<Client>;
  /**
   * The user whose token was confirmed a while ago and still counts, without asking anybody; null
   * for everybody else.
   */
  recognise(call: Pick<HttpCall, 'headers'>): Actor | null;
  close(): Promise<void>;
}

/** A session that was ended is refused after this time at the latest while usuarios answers. */
const TRUSTED_FOR_MS = 15_000;
/**
 * While usuarios does not answer, a session counts for so long after usuarios was last asked and
 * confirmed it. With the time of the request that is on its way it stays below the promised 60 s.
 */
const TRUSTED_UNASKED_FOR_MS = 50_000;
/** The router asks usuarios again this often while it does not answer. */
const ASKED_AGAIN_AFTER_MS = 5_000;
const MAX_CACHED = 10_000;
type KnownUser = Omit<Client, 'clientAddress'>;
const STRANGER: KnownUser = { actor: null, identity: identityOf(null) };
const BEARER = /^Bearer ([\w-]{1,1024}\.[\w-]{1,2048}\.[\w-]{1,256})$/i;

export interface ClientIdentifierOptions extends Pick<RouterConfig, 'usuarios'> {
  addressOf: AddressReader;
  log: Log;
}

/** The user for whom a token stands, as usuarios confirmed. */
interface Confirmed extends KnownUser {
  /** The time of the question to usuarios, by the clock that is never set. */
  askedAtMs: number;
  expiresAtMs: number;
}

/** Believes the tokens that usuarios signs, for as long as their sessions stand there. */
export function createClientIdentifier(options: ClientIdentifierOptions): ClientIdentifier {
  const { usuarios, addressOf, log } = options;
  const verify = createAccessTokenVerifier(usuarios.url);
  const sessions = createLiveSessions(usuarios);

  /** @throws when usuarios gives neither its keys nor an answer */
  const confirm = async (authorization: string): Promise<Confirmed | undefined> => {
    const askedAtMs = performance.now();
    const token = tokenOf(authorization);
    const access = token === undefined ? null : await verify(token);
    if (access === null || !(await sessions.isLive(access.sessionId))) return undefined;
    const { actor, expiresAtMs } = access;
    return { actor, identity: identityOf(actor), askedAtMs, expiresAtMs };
  };
  // By the whole header: its token would be a new text each time, to be hashed again.
  const cache = new LRUCache<string, Confirmed>({
    max: MAX_CACHED,
    ttl: TRUSTED_FOR_MS,
    // The cache keeps the earlier confirmation beside the question, for when there is no answer.
    noDeleteOnStaleGet: true,
    // Requests that come with the same token at once share one verification.
    async fetchMethod(authorization, before, { options: entry }) {
      try {
        const confirmed = await confirm(authorization);
        if (confirmed) entry.ttl = keptForMs(confirmed, TRUSTED_FOR_MS);
        return confirmed;
      } catch (error) {
        if (!before || trustLeftMs(before) <= 0) throw error;
        log.warn('identity.unchecked', { actorId: before.actor?.id, error });
        entry.ttl = keptForMs(before, ASKED_AGAIN_AFTER_MS);
        return before;
      }
    },
  });

  return {
    async identify(call) {
      const address = addressOf(call);
      const { authorization } = call.headers;
      const known = authorization === undefined ? STRANGER : await userOf(authorization);
      return { ...known, clientAddress: address };
    },
    recognise({ headers: { authorization } }) {
      const known = authorization && cache.get(authorization, { allowStale: true });
      return known && trustLeftMs(known) > 0 ? known.actor : null;
    },
    close: () => sessions.close(),
  };

  async function userOf(authorization: string): Promise<KnownUser> {
    const known = cache.get(authorization) ?? (await fetchOrRefuse(authorization));
    if (!known) throw new HttpRefusal('UNAUTHENTICATED');
    return known;
  }

  async function fetchOrRefuse(authorization: string): Promise<KnownUser | undefined> {
    // A header of another form takes up no room, not even while it is looked at.
    if (tokenOf(authorization) === undefined) return undefined;
    try {
      const confirmed = await cache.fetch(authorization);
      // Else what was confirmed before would count again when usuarios does not answer.
      if (!confirmed) cache.delete(authorization);
      return confirmed;
    } catch (error) {
      log.error('identity.unknown', { error });
      throw new HttpRefusal('SERVICE_UNAVAILABLE');
    }
  }
}

function tokenOf(authorization: string): string | undefined {
  return BEARER.exec(authorization)?.[1];
}

function keptForMs(confirmed: Confirmed, longestMs: number): number {
  return Math.max(1, Math.min(longestMs, trustLeftMs(confirmed)));
}

/** For how long a token counts without another answer; not above 0 when it does so no more. */
function trustLeftMs({ askedAtMs, expiresAtMs }: Confirmed): number {
  const unaskedForMs = performance.now() - askedAtMs;
  return Math.min(TRUSTED_UNASKED_FOR_MS - unaskedForMs, expiresAtMs - Date.now());
}
