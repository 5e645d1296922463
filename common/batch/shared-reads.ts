import { createBatcher } from './batcher.ts';
import { refusedWhenFull } from './refused-when-full.ts';

/** Reads what belongs to each key; a key without anything is not in the map. */
export type ReadByKey<Key, Value> = (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>;

type Found<Key, Value> = { values: ReadonlyMap<Key, Value> } | { error: unknown };

/**
 * Lets requests share their statements: while one is under way, the keys that others ask for wait
 * and are the next one, each key once. Nobody gets what was read before they asked, and a value
 * that several get is one object: it must not be written to.
 * @returns a reader for the life of the process; it throws SERVER_BUSY when too many wait
 */
export function shareReads<Key, Value>(read: ReadByKey<Key, Value>): ReadByKey<Key, Value> {
  const batcher = createBatcher<readonly Key[], Found<Key, Value>>({
    weigh: (keys) => ({ lines: keys.length, bytes: 0 }),
    async run(jobs) {
      const found = await read([...new Set(jobs.flat())]).then(
        (values) => ({ values }),
        // All fail together: what failed was the database, not a key.
        (error: unknown) => ({ error }),
      );
      return jobs.map(() => found);
    },
  });
  return async (keys) => {
    const found = await batcher.add(keys).catch((error: unknown) => {
      throw refusedWhenFull(error);
    });
    if ('error' in found) throw found.error;
    return found.values;
  };
}
