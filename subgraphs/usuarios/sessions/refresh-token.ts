import { createHash, randomBytes } from 'node:crypto';

/** A new refresh token: 256 random bits that say nothing. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The hash that is stored of it. So many random bits need no slow hash. */
export function hashRefreshToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
