/**
 * Under what an operation is remembered. Whatever strangers make up as a name or as a text, two
 * that are not the same have two keys: else one could be taken for the other.
 */
export function operationKey(query: string, operationName: string | undefined): string {
  return JSON.stringify([operationName, query]);
}
