import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import {
  ACCESS_TOKEN_ALGORITHM,
  ACCESS_TOKEN_AUDIENCE,
  ACCESS_TOKEN_ISSUER,
  ACCESS_TOKEN_LIFETIME_SECONDS,
} from '../../common/process/identity/access-token.ts';
import type { Actor } from '../../common/process/identity/service-token.ts';

/** The content of a good access token. */
export interface VerifiedAccess {
  actor: Actor;
  sessionId: string;
  expiresAtMs: number;
}

/** The difference that the clocks of usuarios and of the router may have. */
const CLOCK_SKEW_SECONDS = 5;
const KEYS_MAX_AGE_MS = 300_000;
/** An unknown key makes the router look again, not more often than this. */
const KEYS_COOLDOWN_MS = 10_000;
const KEYS_TIMEOUT_MS = 1_000;

/**
 * Makes the function that verifies access tokens with the public keys of usuarios, which are kept
 * and fetched again when they are old or a token names a key that is not among them.
 * @param usuariosUrl of its GraphQL endpoint
 * @returns null for a token that is not good; it rejects when the keys cannot be had
 */
export function createAccessTokenVerifier(usuariosUrl: string) {
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', usuariosUrl), {
    cacheMaxAge: KEYS_MAX_AGE_MS,
    cooldownDuration: KEYS_COOLDOWN_MS,
    timeoutDuration: KEYS_TIMEOUT_MS,
  });
  return async (token: string): Promise<VerifiedAccess | null> => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: [ACCESS_TOKEN_ALGORITHM],
        issuer: ACCESS_TOKEN_ISSUER,
        audience: ACCESS_TOKEN_AUDIENCE,
        typ: 'at+jwt',
        clockTolerance: CLOCK_SKEW_SECONDS,
        // Also refuses one that was signed before the clock went back: it would count too long.
        maxTokenAge: ACCESS_TOKEN_LIFETIME_SECONDS,
        requiredClaims: ['sub', 'sid', 'exp', 'iat'],
      });
      return accessOf(payload);
    } catch (error) {
      if (isAboutToken(error)) return null;
      throw error;
    }
  };
}

/** Everything else that can fail is about fetching the keys. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWKSNoMatchingKey
  );
}

function accessOf(payload: JWTPayload): VerifiedAccess {
  const { sub = '', exp = 0, sid, roles, seller, customer } = payload;
  return {
    actor: {
      id: sub,
      roles: Array.isArray(roles) ? roles.map(String) : [],
      sellerId: typeof seller === 'string' ? seller : undefined,
      customerId: typeof customer === 'string' ? customer : undefined,
    },
    sessionId: String(sid),
    expiresAtMs: exp * 1_000,
  };
}
