import { setTimeout as sleep } from 'node:timers/promises';
import { createPool, type PoolConfig, type PoolConnection } from 'mariadb';

/** A value that stands for a `?` in a statement; an array stands for a comma-separated list. */
export type SqlValue = string | number | boolean | null | Date | readonly SqlValue[];

/** Runs statements, on a connection of the pool or inside a transaction. */
export interface Sql {
  /** @returns the rows, typed by the caller who wrote the statement */
  query<Row>(statement: string, values?: readonly SqlValue[]): Promise<Row[]>;
  /** @returns how many rows the statement changed */
  execute(statement: string, values?: readonly SqlValue[]): Promise<number>;
}

export interface Database extends Sql {
  /**
   * Runs `work` in a transaction, from BEGIN again when the server chose it as a victim; so `work`
   * may run up to four times and must have no effect outside its transaction.
   * @throws CommitUnknownError when the connection broke during COMMIT
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** COMMIT was sent and no answer came: it may have happened. Re-read before anything else. */
export class CommitUnknownError extends Error {}

/** Unique key violated. */
const ER_DUP_ENTRY = 1062;
/**
 * The server undid this transaction in favour of another: lock wait timeout, deadlock, changed row.
 */
const VICTIM_ERRNOS = new Set([1205, 1213, 1020]);
const MAX_TRIES = 4;
const MIN_BACKOFF_MS = 5;
const MAX_BACKOFF_MS = 50;

export function isDuplicateKey(error: unknown): boolean {
  return errnoOf(error) === ER_DUP_ENTRY;
}

function errnoOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errno' in error)) return undefined;
  return typeof error.errno === 'number' ? error.errno : undefined;
}

/** Connection options of a `mysql://user:password@host:port/database` address. */
export function connectionOptionsOf(url: string): PoolConfig {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  return {
    host: hostname,
    port: port ? Number(port) : 3306,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    allowPublicKeyRetrieval: searchParams.get('allowPublicKeyRetrieval') === 'true',
  };
}

/** Opens a pool of connections in READ COMMITTED and UTC; it connects on first use. */
export function openDatabase(url: string, maxConnections = 10): Database {
  const pool = createPool({
    ...connectionOptionsOf(url),
    connectionLimit: maxConnections,
    acquireTimeout: 2_000,
    connectTimeout: 2_000,
    timezone: 'Z',
    bigIntAsNumber: true,
    insertIdAsNumber: true,
    decimalAsNumber: true,
    checkNumberRange: true,
    initSql: [
      "SET SESSION time_zone = '+00:00'",
      'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    ],
  });

  const transactionOnce = async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    const connection = await pool.getConnection();
    let broken = true;
    try {
      const result = await runTransaction(connection, work);
      broken = false;
      return result;
    } catch (error) {
      broken = error instanceof CommitUnknownError || !(await rolledBack(connection));
      throw error;
    } finally {
      if (broken) connection.destroy();
      else await connection.release();
    }
  };

  return {
    ...sqlOn(pool),
    transaction: (work) => retryVictims(() => transactionOnce(work)),
    close: () => pool.end(),
  };
}

type Runner = Pick<PoolConnection, 'query'>;

function sqlOn(runner: Runner): Sql {
  return {
    query: (statement, values = []) => runner.query(statement, [...values]),
    execute: async (statement, values = []) => {
      const { affectedRows } = await runner.query<{ affectedRows: number }>(statement, [...values]);
      return affectedRows;
    },
  };
}

async function runTransaction<T>(
  connection: PoolConnection,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  await connection.query('START TRANSACTION');
  const result = await work(sqlOn(connection));
  try {
    await connection.query('COMMIT');
  } catch (cause) {
    // A victim at COMMIT (Galera) was undone for sure; anything else leaves the outcome open.
    if (isVictim(cause)) throw cause;
    throw new CommitUnknownError('no answer to COMMIT', { cause });
  }
  return result;
}

/** @returns false when not even ROLLBACK came through, so that the connection is of no more use */
async function rolledBack(connection: PoolConnection): Promise<boolean> {
  return connection.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}

function isVictim(error: unknown): boolean {
  return VICTIM_ERRNOS.has(errnoOf(error) ?? 0);
}

async function retryVictims<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === MAX_TRIES || !isVictim(error)) throw error;
      await sleep(MIN_BACKOFF_MS + Math.random() * (MAX_BACKOFF_MS - MIN_BACKOFF_MS));
    }
  }
}

/**
 * `(?, ?, NOW(3)), (?, ?, NOW(3))`: a group per row, for a multi-row INSERT.
 * @param last an SQL expression that ends every group
 */
export function placeholders(rows: readonly (readonly SqlValue[])[], last?: string): string {
  const rest = last === undefined ? [] : [last];
  return rows.map((row) => `(${[...row.map(() => '?'), ...rest].join(', ')})`).join(', ');
}
