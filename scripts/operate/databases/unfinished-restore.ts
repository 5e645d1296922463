// The mark of a database into which a backup is being loaded. It is there before the first row and
// leaves when the promises hold, so nothing starts on half of a backup, and what a restore that was
// killed has left can be told from data that somebody wants.
import { OperatorError } from '../environment/operator-error.ts';
import type { Connection, DatabaseTarget } from './connection.ts';
import { quoteIdentifier } from './database-accounts.ts';

const MARK = '_unfinished_restore';

async function tableNames(connection: Connection): Promise<string[]> {
  const rows = await connection.query<{ name: string }[]>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ' +
      'ORDER BY table_name',
  );
  return rows.map(({ name }) => name);
}

/** @throws OperatorError when the connection's database holds a part of a backup */
export async function refuseUnfinishedRestore(
  connection: Connection,
  { database }: Pick<DatabaseTarget, 'database'>,
): Promise<void> {
  if (!(await tableNames(connection)).includes(MARK)) return;
  throw new OperatorError(
    `The database "${database}" holds a restore that has not ended well: run npm run restore ` +
      'again, which begins it anew.',
  );
}

/**
 * Keeps a second restore from the connection's database for as long as the connection lives.
 * @returns the tables that are in the way; what an unfinished restore has left is not
 * @throws OperatorError when another restore is running
 */
export async function takeRestoreTurn(
  connection: Connection,
  { database }: Pick<DatabaseTarget, 'database'>,
): Promise<string[]> {
  const [row] = await connection.query<{ taken: number | bigint | null }[]>(
    "SELECT GET_LOCK(CONCAT('restore:', DATABASE()), 0) AS taken",
  );
  if (Number(row?.taken) !== 1) {
    throw new OperatorError(`Another restore into the database "${database}" is running.`);
  }
  const names = await tableNames(connection);
  return names.includes(MARK) ? [] : names;
}

/** Marks a database that has nothing but what an unfinished restore has left, and empties it. */
export async function markForRestore(connection: Connection): Promise<void> {
  await connection.query(`CREATE TABLE IF NOT EXISTS ${MARK} (id INT PRIMARY KEY)`);
  const leftovers = (await tableNames(connection)).filter((name) => name !== MARK);
  if (leftovers.length === 0) return;
  await connection.query('SET SESSION foreign_key_checks = 0');
  await connection.query(`DROP TABLE ${leftovers.map(quoteIdentifier).join(', ')}`);
}

/** Gives the connection's database free for everything else. */
export async function removeRestoreMark(connection: Connection): Promise<void> {
  await connection.query(removeMarkStatement());
}

/** The statement by which a person gives a restored database free in spite of its faults. */
export function removeMarkStatement(): string {
  return `DROP TABLE ${MARK}`;
}
