import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, type JWK, SignJWT } from 'jose';
import type { Route } from '../../../common/process/http/http-server.ts';
import {
  ACCESS_TOKEN_ALGORITHM,
  ACCESS_TOKEN_AUDIENCE,
  ACCESS_TOKEN_ISSUER,
  ACCESS_TOKEN_LIFETIME_SECONDS,
} from '../../../common/process/identity/access-token.ts';
import { type AccountRow, actorOf } from '../accounts/account-store.ts';

/** Routers may keep the public keys for so long; an unknown key makes them look again at once. */
const KEYS_MAX_AGE_SECONDS = 300;
/** The bytes before the 32 bytes of an Ed25519 key in PKCS #8. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface AccessTokens {
  /** Signs a token that says who somebody is, for ten minutes. */
  sign(account: AccountRow, sessionId: string): Promise<{ accessToken: string; expiresAt: Date }>;
  /** `/.well-known/jwks.json`: the public keys of every secret. */
  publicKeysRoute: Route;
}

/**
 * Makes the keys that sign access tokens. The same secret gives the same key, so several processes
 * sign alike and nothing is stored.
 * @param secrets the first one signs, the keys of all are published: that is how they are rotated
 */
export async function createAccessTokens(secrets: readonly string[]): Promise<AccessTokens> {
  const keys = await Promise.all(secrets.map(createSigningKey));
  const [signing] = keys;
  if (!signing) throw new Error('There is no secret to sign access tokens with');
  const published = JSON.stringify({ keys: keys.map(({ publicJwk }) => publicJwk) });
  return {
    async sign(account, sessionId) {
      const issuedAtMs = Date.now();
      const expiresAt = new Date(issuedAtMs + ACCESS_TOKEN_LIFETIME_SECONDS * 1_000);
      const accessToken = await new SignJWT(claimsOf(account, sessionId))
        .setProtectedHeader({ alg: ACCESS_TOKEN_ALGORITHM, kid: signing.id, typ: 'at+jwt' })
        .setIssuer(ACCESS_TOKEN_ISSUER)
        .setAudience(ACCESS_TOKEN_AUDIENCE)
        .setSubject(String(account.id))
        .setIssuedAt(new Date(issuedAtMs))
        .setExpirationTime(expiresAt)
        .sign(signing.privateKey);
      return { accessToken, expiresAt };
    },
    publicKeysRoute: async () => ({
      status: 200,
      headers: {
        'content-type': 'application/jwk-set+json',
        'cache-control': `public, max-age=${KEYS_MAX_AGE_SECONDS}`,
      },
      body: published,
    }),
  };
}

function claimsOf(account: AccountRow, sessionId: string) {
  const { roles, sellerId, customerId } = actorOf(account);
  return {
    sid: sessionId,
    roles,
    ...(sellerId !== undefined && { seller: sellerId }),
    ...(customerId !== undefined && { customer: customerId }),
  };
}

/** A key that signs access tokens. */
export interface SigningKey {
  /** Names it in the header of a token and among the public keys. */
  id: string;
  privateKey: KeyObject;
  publicJwk: JWK;
}

/** Makes the key of a secret: always the same one. */
export async function createSigningKey(secret: string): Promise<SigningKey> {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'electroplus access tokens', 32));
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const jwk = await exportJWK(createPublicKey(privateKey));
  const id = await calculateJwkThumbprint(jwk);
  const publicJwk = { ...jwk, kid: id, alg: ACCESS_TOKEN_ALGORITHM, use: 'sig' };
  return { id, privateKey, publicJwk };
}
