import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';

/** Seconds that a token can be used. */
const LIFETIME_SECONDS = 30;
const ALGORITHM = 'HS256';

/** Header that carries the token. */
export const SERVICE_TOKEN_HEADER = 'x-service-token';

/** The exact request that a token is good for. */
export interface SignedRequest {
  method: string;
  /** Path with query. */
  path: string;
  /** The body's exact bytes as they go over the wire. */
  body: string;
}

/** The signed-in user for whom one service calls another. */
export interface Actor {
  id: string;
  roles: string[];
}

/** Who calls, and for whom. */
export interface Caller {
  service: string;
  actor: Actor | null;
}

/** Thrown for any token that is not good for the request; its message goes to the log only. */
export class ServiceTokenError extends Error {}

function hashRequest({ method, path, body }: SignedRequest): string {
  return createHash('sha256').update(`${method}\n${path}\n`).update(body).digest('base64url');
}

const keyOf = (secret: string): KeyObject => createSecretKey(Buffer.from(secret));

/**
 * Makes the function that signs calls along one edge, from `caller` to `callee`.
 * @param secrets of this edge; the first one signs
 */
export function createSigner(caller: string, callee: string, secrets: string[]) {
  const [first] = secrets;
  if (first === undefined) throw new Error(`No secret for calls from ${caller} to ${callee}`);
  const key = keyOf(first);
  return (request: SignedRequest, actor: Actor | null = null): Promise<string> => {
    const token = new SignJWT({
      rh: hashRequest(request),
      ...(actor && { sub: actor.id, roles: actor.roles }),
    });
    return token
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(caller)
      .setAudience(callee)
      .setIssuedAt()
      .setExpirationTime(`${LIFETIME_SECONDS}s`)
      .sign(key);
  };
}

/** A token whose signature is good; whether it belongs to the request is still to be checked. */
export interface VerifiedToken {
  caller: Caller;
  /** @throws ServiceTokenError when the token was made for another request */
  assertMadeFor(request: SignedRequest): void;
}

/**
 * Makes the function that verifies calls to `callee`. The signature is checked before the body is
 * read, so that a stranger cannot make a service buffer anything.
 * @param secretsByCaller the secrets of every edge that ends here
 */
export function createVerifier(callee: string, secretsByCaller: Record<string, string[]>) {
  const keysByCaller = new Map(
    Object.entries(secretsByCaller).map(([caller, secrets]) => [caller, secrets.map(keyOf)]),
  );

  return async (token: string | undefined): Promise<VerifiedToken> => {
    if (!token) throw new ServiceTokenError('no token');
    const caller = issuerOf(token);
    for (const key of keysByCaller.get(caller) ?? []) {
      const claims = await verify(token, key, { issuer: caller, audience: callee });
      if (claims) return verifiedToken(caller, claims);
    }
    throw new ServiceTokenError('signed by nobody who may call');
  };
}

function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? '';
  } catch (cause) {
    throw new ServiceTokenError('not a token', { cause });
  }
}

type Claims = Awaited<ReturnType<typeof jwtVerify>>['payload'];

/** @returns the claims; null when this key did not sign the token, so that another may be tried */
async function verify(
  token: string,
  key: KeyObject,
  expected: { issuer: string; audience: string },
): Promise<Claims | null> {
  try {
    const { payload } = await jwtVerify(token, key, {
      ...expected,
      algorithms: [ALGORITHM],
      requiredClaims: ['exp', 'iat', 'rh'],
      maxTokenAge: LIFETIME_SECONDS,
    });
    const lifetimeSeconds = Number(payload.exp) - Number(payload.iat);
    if (lifetimeSeconds > LIFETIME_SECONDS) throw new Error(`lives ${lifetimeSeconds} s`);
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JWSSignatureVerificationFailed) return null;
    throw new ServiceTokenError('token refused', { cause });
  }
}

function verifiedToken(service: string, claims: Claims): VerifiedToken {
  const roles = Array.isArray(claims['roles']) ? claims['roles'].map(String) : [];
  return {
    caller: { service, actor: claims.sub ? { id: claims.sub, roles } : null },
    assertMadeFor(request) {
      // Not a secret: both sides of the comparison are known to whoever holds the request.
      if (claims['rh'] !== hashRequest(request)) {
        throw new ServiceTokenError('made for another request');
      }
    },
  };
}
