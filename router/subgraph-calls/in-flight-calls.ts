/** Identical reads that are under way at the same moment are one call. */
export interface InFlightCalls {
  /**
   * Joins the read with the same key, if one is under way that began after the last write ended: so
   * nobody reads what was there before their own write. A caller that joined a read that failed
   * asks once more alone, since the deadline of the first may have been the shorter one.
   * @param key everything that the answer depends on, the identity of the asker too
   */
  read<T>(key: string, ask: () => Promise<T>): Promise<T>;
  /** Runs a write; it is never joined. */
  write<T>(ask: () => Promise<T>): Promise<T>;
}

export function createInFlightCalls(): InFlightCalls {
  const reads = new Map<string, Promise<unknown>>();

  const begin = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const answer = ask();
    reads.set(key, answer);
    const forget = () => {
      if (reads.get(key) === answer) reads.delete(key);
    };
    answer.then(forget, forget);
    return answer;
  };

  return {
    read<T>(key: string, ask: () => Promise<T>): Promise<T> {
      // The key names subgraph and document: what is under way with it has the same type.
      const first = reads.get(key) as Promise<T> | undefined;
      return first === undefined ? begin(key, ask) : first.catch(ask);
    },
    async write(ask) {
      try {
        return await ask();
      } finally {
        reads.clear();
      }
    },
  };
}
