import type { FieldInfo } from 'mariadb';

/** Rows as the driver gives them: a list that also tells of its columns. */
interface DriverRows extends Array<Record<string, unknown>> {
  meta?: FieldInfo[];
}

/**
 * The rows of one result, with the values that Prisma's types promise: numbers, dates and JSON are
 * the driver's work; a TINYINT is a boolean, for no schema has another one. (Its length would tell,
 * but not in a UNION. The driver's `typeCast` would do it too, at many times the price.)
 * @param result the driver's result of one statement; no list when it gives no rows
 */
export function rowsOfResult(result: unknown): unknown[] {
  if (!Array.isArray(result)) return [];
  const rows: DriverRows = result;
  for (const info of rows.meta ?? []) {
    if (info.type === 'TINY') makeBoolean(rows, info.name());
  }
  return rows;
}

/** In place: a list of rows is read by nobody before. */
function makeBoolean(rows: DriverRows, column: string): void {
  for (const row of rows) {
    const value = row[column];
    if (value !== null) row[column] = value === 1;
  }
}
