/** A spreadsheet takes a text that begins so for a formula, and carries it out. */
const FORMULA = /^[=+\-@\t\r]/;
/** A negative amount is none. */
const NUMBER = /^-\d+(?:\.\d+)?$/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * Writes a table as CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an
 * apostrophe in front: whoever wrote it is not the one who opens the table.
 */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: string | number): string {
  const text = String(cell);
  const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
