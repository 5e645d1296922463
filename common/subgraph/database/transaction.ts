import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolConnection } from 'mariadb';
import { rowsOfResult } from './driver-rows.ts';
import {
  CommitUnknownError,
  isVictim,
  type Query,
  type Results,
  type Sql,
  type SqlValue,
  type Statement,
  type TransactionSql,
} from './sql.ts';

const MAX_TRIES = 4;
const MIN_BACKOFF_MS = 5;
const MAX_BACKOFF_MS = 50;

type Runner = Pick<PoolConnection, 'query'>;

/** Statements on a pool or a connection of the driver. */
export function sqlOn(runner: Runner): Sql {
  return {
    query: async ({ sql, values = [], rowsOf }) => {
      return rowsOf(rowsOfResult(await runner.query(sql, [...values])));
    },
    execute: async (statement, values = []) => {
      const { affectedRows } = await runner.query<{ affectedRows: number }>(statement, [...values]);
      return affectedRows;
    },
    script: async (statements) => resultsOf(statements, await runTogether(runner, statements)),
  };
}

/** The rows of statements side by side: each has the type that its builder gave it. */
function resultsOf<Statements extends readonly Statement[]>(
  _statements: Statements,
  rows: unknown[][],
): Results<Statements> {
  return rows as Results<Statements>;
}

async function runTogether(runner: Runner, statements: readonly Statement[]): Promise<unknown[][]> {
  if (statements.length === 0) return [];
  const text = statements.map(({ sql }) => sql).join(';\n');
  const values = statements.flatMap((statement): readonly SqlValue[] => statement.values ?? []);
  const answer: unknown = await runner.query(text, values);
  const results = statements.length === 1 ? [answer] : (answer as unknown[]);
  return results.map(rowsOfResult);
}

/**
 * Runs `work` in a transaction of the pool, again from BEGIN when the server chose it as a victim.
 * @throws CommitUnknownError when the connection broke while COMMIT was on its way
 */
export async function runTransaction<T>(
  pool: Pool,
  work: (sql: TransactionSql) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await runOnce(pool, work);
    } catch (error) {
      if (tries === MAX_TRIES || !isVictim(error)) throw error;
      await sleep(MIN_BACKOFF_MS + Math.random() * (MAX_BACKOFF_MS - MIN_BACKOFF_MS));
    }
  }
}

async function runOnce<T>(pool: Pool, work: (sql: TransactionSql) => Promise<T>): Promise<T> {
  const connection = await pool.getConnection();
  let isUsable = false;
  try {
    const transaction = begin(connection);
    const result = await work(transaction.sql);
    if (!transaction.isEnded()) await transaction.sql.commitWith([]);
    isUsable = true;
    return result;
  } catch (error) {
    isUsable = !(error instanceof CommitUnknownError) && (await rollBack(connection));
    throw error;
  } finally {
    if (isUsable) await connection.release();
    else connection.destroy();
  }
}

const START: Statement = { sql: 'START TRANSACTION' };
const COMMIT: Statement = { sql: 'COMMIT' };

/** A transaction that begins with its first statement: START travels with it. */
function begin(connection: PoolConnection): { sql: TransactionSql; isEnded: () => boolean } {
  const plain = sqlOn(connection);
  let state: 'new' | 'open' | 'ended' = 'new';

  const run = async (statements: readonly Statement[]): Promise<unknown[][]> => {
    if (state === 'ended') throw new Error('The transaction has been committed already');
    if (state === 'open') return runTogether(connection, statements);
    state = 'open';
    const [, ...results] = await runTogether(connection, [START, ...statements]);
    return results;
  };
  const sql: TransactionSql = {
    query: async <Row>(query: Query<Row>) => {
      const [rows = []] = await run([query]);
      return query.rowsOf(rows);
    },
    execute: async (text, values) => {
      if (state === 'new') await run([]);
      return plain.execute(text, values);
    },
    script: async (statements) => resultsOf(statements, await run(statements)),
    async commitWith(statements) {
      if (state === 'new' && statements.length === 0) return;
      const last = state === 'new' ? [START, ...statements, COMMIT] : [...statements, COMMIT];
      state = 'ended';
      try {
        await runTogether(connection, last);
      } catch (cause) {
        // The server has told what failed, so it did not commit. Else nobody knows.
        if (!isFatal(cause)) throw cause;
        throw new CommitUnknownError('no answer to COMMIT', { cause });
      }
    },
  };
  return { sql, isEnded: () => state === 'ended' };
}

/** Whether the connection is gone, so that what the server did last is unknown. */
function isFatal(error: unknown): boolean {
  const isFromServer = typeof error === 'object' && error !== null && 'fatal' in error;
  return !isFromServer || error.fatal === true;
}

/** @returns false when not even ROLLBACK came through, so that the connection is of no more use */
async function rollBack(connection: PoolConnection): Promise<boolean> {
  return connection.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}
