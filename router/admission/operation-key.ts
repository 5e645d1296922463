/**
 * The key under which an operation is remembered. Two operations that are not the same have two
 * keys, also when strangers make up their names and texts: else one could be taken for the other.
 */
export function operationKey(query: string, operationName: string | undefined): string {
  return JSON.stringify([operationName, query]);
}
