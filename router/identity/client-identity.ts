import type { Actor } from '../../common/process/identity/service-token.ts';

/** The identity of a client. */
export interface Client {
  /** The signed-in user; null for whoever sent no access token. */
  actor: Actor | null;
  /** The address from which the request comes. */
  clientAddress: string;
  /**
   * The identity that the answers are for: identical queries of one identity may share one call.
   */
  identity: string;
}

/** The subgraph that reads and writes the client's cookies. */
export const COOKIE_SUBGRAPH = 'usuarios';

/** A client whom nobody has looked at yet. */
export const NOBODY: Client = { actor: null, clientAddress: '', identity: 'anon' };

/** Everything of a user on which an answer may depend. */
export function identityOf(actor: Actor | null): string {
  return actor === null ? NOBODY.identity : JSON.stringify(actor);
}
