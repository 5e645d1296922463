import type { Database } from '../../../common/subgraph/database/database.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { column, numeric, selectFields } from '../../../common/subgraph/database/table.ts';
import { SIGN_IN_FAILURES } from '../tables.ts';

/** Failures in a row, as they were before this try. */
export interface Failures {
  count: number;
  /** Since the last of them, by the database's clock. */
  agoMs: number;
}

/** Locks the failures of a key, so that tries at the same moment count one after the other. */
export async function lockFailures(sql: Sql, hash: string): Promise<Failures> {
  await sql.execute(
    `INSERT INTO SignInFailures (hash, failures, lastFailedAt) VALUES (?, 0, NOW(3))
     ON DUPLICATE KEY UPDATE hash = hash`,
    [hash],
  );
  const [row] = await sql.query(
    selectFields(
      {
        count: column(SIGN_IN_FAILURES, 'failures'),
        agoMs: numeric('TIMESTAMPDIFF(MICROSECOND, lastFailedAt, NOW(3)) DIV 1000'),
      },
      'FROM SignInFailures WHERE hash = ? FOR UPDATE',
      [hash],
    ),
  );
  if (!row) throw new Error('The failures that were just written are not there');
  return row;
}

export async function writeFailures(sql: Sql, hash: string, count: number): Promise<void> {
  await sql.execute(
    'UPDATE SignInFailures SET failures = ?, lastFailedAt = NOW(3) WHERE hash = ?',
    [count, hash],
  );
}

export async function forgetFailures(sql: Sql, hash: string): Promise<void> {
  await sql.execute('DELETE FROM SignInFailures WHERE hash = ?', [hash]);
}

/** Failures are forgotten after a quarter of an hour: what is a day old counts no more. */
export async function purgeOldFailures(database: Database): Promise<void> {
  await database.execute(
    'DELETE FROM SignInFailures WHERE lastFailedAt < NOW(3) - INTERVAL 1 DAY LIMIT 10000',
  );
}
