import DataLoader from 'dataloader';

/**
 * A request-scoped loader of rows by a unique key: one statement for all keys asked for in the
 * same moment; a key without a row gives null.
 */
export function byKeyLoader<Key, Row>(
  find: (keys: Key[]) => Promise<Row[]>,
  keyOf: (row: Row) => Key,
): DataLoader<Key, Row | null> {
  return new DataLoader(async (keys) => {
    const rowByKey = new Map((await find([...keys])).map((row) => [keyOf(row), row]));
    return keys.map((key) => rowByKey.get(key) ?? null);
  });
}
