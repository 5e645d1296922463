import { createHmac, hkdfSync } from 'node:crypto';
import { newToken, TOKEN_BYTES } from './token-hash.ts';

/** Makes the refresh tokens of a session: one at random, and each next one from the one before. */
export interface RefreshTokens {
  /** The first of a session: 256 random bits that say nothing. */
  first(): string;
  /**
   * The token that takes the place of another one: always the same, so that it can be given again
   * although no readable token is stored. Nobody makes it without the secret.
   */
  successor(token: string): string;
  /** The tokens of which one may have taken its place: the secret may have been rotated since. */
  possibleSuccessors(token: string): string[];
}

/** @param secrets the first one makes tokens, all recognize them: that is how they are rotated */
export function createRefreshTokens(secrets: readonly string[]): RefreshTokens {
  const [newest, ...older] = secrets.map((secret) =>
    Buffer.from(hkdfSync('sha256', secret, '', 'electroplus refresh tokens', TOKEN_BYTES)),
  );
  if (!newest) throw new Error('There is no secret to make refresh tokens with');
  const made = (key: Buffer, token: string) =>
    createHmac('sha256', key).update(token).digest('base64url');
  return {
    first: newToken,
    successor: (token) => made(newest, token),
    possibleSuccessors: (token) => [newest, ...older].map((key) => made(key, token)),
  };
}
