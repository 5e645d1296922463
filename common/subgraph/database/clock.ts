import type { Query } from './sql.ts';
import { instant, selectFields } from './table.ts';

/** Asks the database what time it is: run with others, then read with `clockOf`. */
export const CLOCK: Query<{ now: Date }> = selectFields({ now: instant('NOW(3)') }, '');

/** The time in the rows that `CLOCK` gave. */
export function clockOf([row]: readonly { now: Date }[]): Date {
  if (!row) throw new Error('The database did not tell the time');
  return row.now;
}

/** Statements that run side by side see the clock a little apart. */
const SLACK_SECONDS = 1;

/**
 * A condition in SQL: an instant that was set a while ahead has come. One that lies further ahead
 * than it can ever have been set was set before the clock went back, and has come too: else what
 * waits for it would wait for as long as the clock went back.
 * @param setAheadSeconds the furthest ahead that the instant is ever set
 */
export function hasCome(column: string, setAheadSeconds: number): string {
  const furthest = setAheadSeconds + SLACK_SECONDS;
  return `(${column} <= NOW(3) OR ${column} > NOW(3) + INTERVAL ${furthest} SECOND)`;
}

/** A condition in SQL: what was written down as it happened is older than so many seconds. */
export function isOlderThan(column: string, seconds: number): string {
  const ahead = `${column} > NOW(3) + INTERVAL ${SLACK_SECONDS} SECOND`;
  return `(${column} < NOW(3) - INTERVAL ${seconds} SECOND OR ${ahead})`;
}
