import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { refusal } from '../../process/errors/refusals.ts';
import { MAX_CURSOR_CHARACTERS } from '../../values/text-limits.ts';
import type { SqlValue } from './sql.ts';

/**
 * A column of an order by what it may hold: a server refuses to compare it with anything else.
 * Digits are a whole number of any size, as a text.
 */
export type ColumnKind = 'integer' | 'digits' | 'text' | 'ascii' | 'instant';

/** Base64 writes three bytes as four characters. */
const MAX_PLAIN_BYTES = (MAX_CURSOR_CHARACTERS / 4) * 3;
/** More than a cursor that was packed can hold. */
const MAX_UNPACKED_BYTES = 4_096;
/** JSON begins with no such byte. */
const PACKED = Buffer.of(0);

/** Writes the place of a row: the list in which it stands, and the values that place it there. */
export function writeCursor(list: string, values: readonly unknown[]): string {
  const bytes = Buffer.from(JSON.stringify([list, ...values]));
  // Only a long name outside of the usual scripts.
  const isLong = bytes.length > MAX_PLAIN_BYTES;
  const short = isLong ? Buffer.concat([PACKED, deflateRawSync(bytes)]) : bytes;
  return short.toString('base64url');
}

/**
 * Reads the values of a cursor.
 * @param kinds those of the list's columns
 * @throws refusal BAD_USER_INPUT when it is none of this list, or a value is not of its kind
 */
export function readCursor(cursor: string, list: string, kinds: readonly ColumnKind[]): SqlValue[] {
  const parsed = parseCursor(cursor);
  const [name, ...values] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
  if (name !== list || values.length !== kinds.length) throw badCursor();
  return kinds.map((kind, index) => readValue(values[index], kind));
}

function parseCursor(cursor: string): unknown {
  try {
    const bytes = Buffer.from(cursor, 'base64url');
    const isPacked = bytes[0] === PACKED[0];
    const options = { maxOutputLength: MAX_UNPACKED_BYTES };
    const plain = isPacked ? inflateRawSync(bytes.subarray(PACKED.length), options) : bytes;
    return JSON.parse(plain.toString('utf8'));
  } catch {
    return null; // Not ours: refused by the caller.
  }
}

/** Instants as `Date` writes them, in the years that a DATETIME holds. */
const INSTANT = /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const ASCII = /^[\x20-\x7e]*$/;
const DIGITS = /^-?\d{1,30}$/;

function readValue(value: unknown, kind: ColumnKind): SqlValue {
  if (kind === 'integer') {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    throw badCursor();
  }
  if (typeof value !== 'string' || !value.isWellFormed()) throw badCursor();
  if (kind === 'ascii' && !ASCII.test(value)) throw badCursor();
  if (kind === 'digits' && !DIGITS.test(value)) throw badCursor();
  if (kind !== 'instant') return value;
  const instant = new Date(INSTANT.test(value) ? value : Number.NaN);
  if (Number.isNaN(instant.getTime())) throw badCursor();
  return instant;
}

function badCursor() {
  return refusal('BAD_USER_INPUT', 'El cursor de after no es de esta lista.');
}
