import { createHash } from 'node:crypto';
import * as jwt from 'fast-jwt';

/** The lifetime of a token. */
const LIFETIME_MS = 30_000;
/** The lead that the clock of a caller may have. */
const MAX_AHEAD_SECONDS = 5;
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
  /** The seller that the user sells as. */
  sellerId?: string | undefined;
  /** The customer whose purchases the user sees. */
  customerId?: string | undefined;
}

/** The service that calls, and its user. */
export interface Caller {
  service: string;
  actor: Actor | null;
  /** The client's address, as the router saw it. */
  clientAddress: string | null;
}

/** Thrown for any token that is not good for the request; its message goes to the log only. */
export class ServiceTokenError extends Error {}

function hashRequest({ method, path, body }: SignedRequest): string {
  return createHash('sha256').update(`${method}\n${path}\n`).update(body).digest('base64url');
}

/**
 * Makes the function that signs calls along one edge, from `caller` to `callee`.
 * @param secrets of this edge; the first one signs
 */
export function createSigner(caller: string, callee: string, secrets: readonly string[]) {
  const [key] = secrets;
  if (key === undefined) throw new Error(`No secret for calls from ${caller} to ${callee}`);
  const sign = jwt.createSigner({
    key,
    algorithm: ALGORITHM,
    iss: caller,
    aud: callee,
    expiresIn: LIFETIME_MS,
  });
  return (
    request: SignedRequest,
    actor: Actor | null = null,
    clientAddress: string | null = null,
  ): string =>
    sign({
      rh: hashRequest(request),
      ...(actor && claimsOf(actor)),
      ...(clientAddress !== null && { addr: clientAddress }),
    });
}

function claimsOf({ id, roles, sellerId, customerId }: Actor) {
  return {
    sub: id,
    roles,
    ...(sellerId !== undefined && { seller: sellerId }),
    ...(customerId !== undefined && { customer: customerId }),
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
export function createVerifier(callee: string, secretsByCaller: Record<string, readonly string[]>) {
  const verifiersByCaller = new Map(
    Object.entries(secretsByCaller).map(([caller, secrets]) => [
      caller,
      secrets.map((key) => createKeyVerifier(key, caller, callee)),
    ]),
  );
  const decode = jwt.createDecoder();

  /** @throws ServiceTokenError when the token is not good */
  return (token: string | undefined): VerifiedToken => {
    if (!token) throw new ServiceTokenError('no token');
    const caller = issuerOf(token, decode);
    for (const verify of verifiersByCaller.get(caller) ?? []) {
      const claims = verify(token);
      if (claims) return verifiedToken(caller, claims);
    }
    throw new ServiceTokenError('signed by nobody who may call');
  };
}

function issuerOf(token: string, decode: (token: string) => Partial<Claims>): string {
  try {
    return String(decode(token).iss);
  } catch (cause) {
    throw new ServiceTokenError('not a token', { cause });
  }
}

interface Claims {
  iss: string;
  iat: number;
  exp: number;
  rh: string;
  sub?: string;
  roles?: unknown;
  seller?: string;
  customer?: string;
  addr?: string;
}

/** @returns the claims; null when this key did not sign the token, so that another may be tried */
function createKeyVerifier(key: string, allowedIss: string, allowedAud: string) {
  const verify: (token: string) => Claims = jwt.createVerifier({
    key,
    algorithms: [ALGORITHM],
    allowedIss,
    allowedAud,
    requiredClaims: ['iss', 'aud', 'exp', 'iat', 'rh'],
    maxAge: LIFETIME_MS,
    cache: false,
  });
  return (token: string): Claims | null => {
    try {
      const claims = verify(token);
      assertShortLived(claims);
      return claims;
    } catch (cause) {
      if (isOtherSignature(cause)) return null;
      throw new ServiceTokenError('token refused', { cause });
    }
  };
}

function assertShortLived({ iat, exp }: Claims): void {
  if ((exp - iat) * 1_000 > LIFETIME_MS) throw new Error(`lives ${exp - iat} s`);
  if (iat > Date.now() / 1_000 + MAX_AHEAD_SECONDS) throw new Error('comes from the future');
}

function isOtherSignature(error: unknown): boolean {
  return error instanceof jwt.TokenError && error.code === jwt.TokenError.codes.invalidSignature;
}

/** The one service that finds out who is signed in. Of the others none may speak for a user. */
const SPEAKS_FOR_USERS = 'router';

function actorOf({ iss, sub, roles, seller, customer }: Claims): Actor | null {
  if (iss !== SPEAKS_FOR_USERS || !sub) return null;
  const names = Array.isArray(roles) ? roles.map(String) : [];
  return { id: sub, roles: names, sellerId: seller, customerId: customer };
}

function verifiedToken(service: string, claims: Claims): VerifiedToken {
  return {
    caller: { service, actor: actorOf(claims), clientAddress: claims.addr ?? null },
    assertMadeFor(request) {
      // Not a secret: both sides of the comparison are known to whoever holds the request.
      if (claims.rh !== hashRequest(request)) {
        throw new ServiceTokenError('made for another request');
      }
    },
  };
}
