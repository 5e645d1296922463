import { z } from 'zod';

const MAX_INT = 2 ** 31 - 1;

declare const TABLE: unique symbol;

/** The id of a row that the database numbered, known to be of one table and no other's. */
export type RowId<Table extends string> = number & { [TABLE]: Table };

/** An id that a client gave: of a row, or of nothing that there can be. */
export type GivenId<Table extends string> = RowId<Table> | 'unknown';

/**
 * Reads the id of a row that the database numbered.
 * @returns null when no row can have this id
 */
export function parseRowId<Table extends string>(id: string): RowId<Table> | null {
  if (!/^[1-9]\d{0,9}$/.test(id)) return null;
  const number = Number(id);
  return number <= MAX_INT ? (number as RowId<Table>) : null;
}

/**
 * Reads the id of a row that may be left out.
 * @returns null when it was, `unknown` when no row can have this id
 */
export function parseGivenId<Table extends string>(
  id: string | null | undefined,
): GivenId<Table> | null {
  return id === null || id === undefined ? null : (parseRowId<Table>(id) ?? 'unknown');
}

/**
 * Reads a UUID of any version.
 * @returns it in lower case, or null when the text is none
 */
export function parseUuid(text: string): string | null {
  return z.regexes.guid.test(text) ? text.toLowerCase() : null;
}
