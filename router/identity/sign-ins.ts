import { readSignIns, rootFieldKey } from '../../common/process/identity/sign-in-header.ts';
import { type Client, identityOf } from './client-identity.ts';

/** The users whom fields of one operation have signed in so far. */
export interface SignIns {
  /** @param header as usuarios gave it with its answer */
  note(header: string): void;
  /** Somebody has signed in, so that the answer holds tokens. */
  isAny(): boolean;
  /**
   * The client as whom the graph is asked for what stands below a root field: whoever signed in
   * there, else the sender.
   */
  clientBelow(responseName: string | undefined, sender: Client): Client;
}

/** Begins an operation, in which nobody has signed in yet. */
export function createSignIns(): SignIns {
  let actors: ReturnType<typeof readSignIns> | null = null;
  return {
    note(header) {
      actors = { ...actors, ...readSignIns(header) };
    },
    isAny: () => actors !== null,
    clientBelow(responseName, sender) {
      if (actors === null || responseName === undefined) return sender;
      const actor = actors[rootFieldKey(responseName)];
      return actor ? { ...sender, actor, identity: identityOf(actor) } : sender;
    },
  };
}
