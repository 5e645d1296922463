import type { Actor } from '../../common/service-token/service-token.ts';

/** Who a client is, and what its browser is to keep. */
export interface ClientIdentity {
  /** The signed-in user; null for whoever sent no access token. */
  actor: Actor | null;
  clientAddress: string;
  /** For usuarios alone, which keeps refresh tokens in a cookie. */
  cookies: string | undefined;
  /** Headers that usuarios wants the client to get: its cookie. */
  replyHeaders: Record<string, string>;
}

/** The subgraph that reads and writes the client's cookies. */
export const COOKIE_SUBGRAPH = 'usuarios';
