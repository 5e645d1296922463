import { createHash, randomBytes } from 'node:crypto';

/** The random bytes of a token. */
export const TOKEN_BYTES = 32;

/** A new token: 256 random bits that say nothing. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** The hash that is stored of a token. So many random bits need no slow hash. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
