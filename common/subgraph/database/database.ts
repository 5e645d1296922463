import { createPool, type PoolConfig } from 'mariadb';
import { parseDatabaseAddress } from '../../process/config/database-url.ts';
import type { Sql, TransactionSql } from './sql.ts';
import { runTransaction, sqlOn } from './transaction.ts';

/** The connections of one process to its database. */
export interface Database extends Sql {
  /**
   * Runs `work` in a transaction, from BEGIN again when the server chose it as a victim; so `work`
   * may run up to four times and must have no effect outside its transaction.
   * @throws CommitUnknownError when the connection broke while COMMIT was on its way
   */
  transaction<T>(work: (sql: TransactionSql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Connection options of a `mysql://user:password@host:port/database` address. */
export function connectionOptionsOf(url: string): PoolConfig {
  const address = parseDatabaseAddress(url);
  if (address === null) throw new Error('the configuration let a wrong database URL pass');
  const { searchParams } = new URL(url);
  return {
    ...address,
    // An error must not carry the names and documents of people into the log.
    logParam: false,
    allowPublicKeyRetrieval: searchParams.get('allowPublicKeyRetrieval') === 'true',
  };
}

/**
 * A connection that rested for longer is checked: the pool asks the server whether it still lives.
 */
const VALIDATE_AFTER_MS = 10_000;

/** Opens a pool of connections in READ COMMITTED and UTC; it connects on first use. */
export function openDatabase(url: string, maxConnections = 10): Database {
  const pool = createPool({
    ...connectionOptionsOf(url),
    connectionLimit: maxConnections,
    acquireTimeout: 2_000,
    connectTimeout: 2_000,
    minDelayValidation: VALIDATE_AFTER_MS,
    // Several statements in one round trip; every value is escaped by the driver.
    multipleStatements: true,
    timezone: 'Z',
    bigIntAsNumber: true,
    insertIdAsNumber: true,
    decimalAsNumber: true,
    checkNumberRange: true,
    // `rowsOfResult` makes objects of them, for less.
    rowsAsArray: true,
    initSql: [
      "SET SESSION time_zone = '+00:00'",
      'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    ],
  });
  return {
    ...sqlOn(pool),
    transaction: (work) => runTransaction(pool, work),
    close: () => pool.end(),
  };
}
