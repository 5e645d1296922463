import type { Query } from './sql.ts';
import { instant, selectFields } from './table.ts';

/** Asks the database what time it is: run with others, then read with `clockOf`. */
export const CLOCK: Query<{ now: Date }> = selectFields({ now: instant('NOW(3)') }, '');

/** The time in the rows that `CLOCK` gave. */
export function clockOf([row]: readonly { now: Date }[]): Date {
  if (!row) throw new Error('The database did not tell the time');
  return row.now;
}
