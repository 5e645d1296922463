const MAX_INT = 2 ** 31 - 1;

/**
 * Reads the id of a row that the database numbered.
 * @returns the number, or null when no row can have this id
 */
export function parseRowId(id: string): number | null {
  if (!/^[1-9]\d{0,9}$/.test(id)) return null;
  const number = Number(id);
  return number <= MAX_INT ? number : null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Reads a UUID of any version.
 * @returns it in lower case, or null when the text is none
 */
export function parseUuid(text: string): string | null {
  const lower = text.toLowerCase();
  return UUID.test(lower) ? lower : null;
}
