/** The part of an attempt to sell that says whether it is over. */
interface Attempt {
  state: string;
}

/** Sales that this computer has begun and not ended. */
export interface Unfinished {
  /** Sent, and nobody knows whether they sold: their cash may already lie in the drawer. */
  doubtful: number;
  /** Put aside to be sent later; they are no sales yet. */
  pending: number;
  /** The computer's memory could not be read: nobody knows. */
  isUnread: boolean;
}

const DOUBTFUL = new Set(['EN_CURSO', 'DUDOSA']);

/** Counts the attempts that are not over. */
export function unfinishedOf(attempts: readonly Attempt[]): Unfinished {
  return {
    doubtful: attempts.filter(({ state }) => DOUBTFUL.has(state)).length,
    pending: attempts.filter(({ state }) => state === 'PENDIENTE').length,
    isUnread: false,
  };
}
