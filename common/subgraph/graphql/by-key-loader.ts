import DataLoader from 'dataloader';
import { type ReadByKey, shareReadsByKey } from '../batch/shared-reads.ts';

/**
 * A request's loader of what belongs to a key: all keys that the request asks for in the same
 * moment are read at once, each once per request; a key without anything gives null.
 */
export function byKeyLoader<Key extends string | number, Value>(
  read: ReadByKey<Key, Value>,
): DataLoader<Key, Value | null> {
  return new DataLoader(async (keys) => {
    const valueByKey = await read(keys);
    return keys.map((key) => valueByKey.get(key) ?? null);
  });
}

/** A shared reader of rows by a unique key, for the life of the process. */
export function rowReader<Key extends string | number, Row>(
  find: (keys: Key[]) => Promise<Row[]>,
  keyOf: (row: Row) => Key,
): ReadByKey<Key, Row> {
  return shareReadsByKey(async (keys) => {
    const rows = await find([...keys]);
    return new Map(rows.map((row) => [keyOf(row), row]));
  });
}
