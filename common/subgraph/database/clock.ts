import type { Statement } from './sql.ts';

/** Asks the database what time it is: run with others, then read with `clockOf`. */
export const CLOCK: Statement = { sql: 'SELECT NOW(3) AS now' };

/** The time in the rows that `CLOCK` gave. */
export function clockOf(rows: readonly unknown[] | undefined): Date {
  const [row] = (rows ?? []) as { now: Date }[];
  if (!row) throw new Error('The database did not tell the time');
  return row.now;
}
