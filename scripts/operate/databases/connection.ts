import { type Connection, type ConnectionConfig, createConnection, type SqlError } from 'mariadb';
import {
  DATABASE_URL_FORM,
  parseDatabaseAddress,
} from '../../../common/process/config/database-url.ts';
import { OperatorError } from '../environment/operator-error.ts';

export type { Connection } from 'mariadb';

/** The address of a database, and the name of its variable for messages. */
export interface DatabaseTarget {
  label: string;
  host: string;
  port: number;
  user: string;
  password: string;
  database?: string;
}

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Reads `mysql://user:password@host:port/database`.
 * @throws OperatorError naming the variable, never showing the password.
 */
export function parseDatabaseUrl(label: string, url: string): DatabaseTarget {
  const address = parseDatabaseAddress(url);
  if (address === null) {
    throw new OperatorError(`${label} is not a database URL: write it as ${DATABASE_URL_FORM}.`);
  }
  return { label, ...address };
}

/** Connects for one administrative task; the caller ends the connection.
 * @throws OperatorError with one sentence for what an operator can put right. */
export async function connect(
  target: DatabaseTarget,
  extra: ConnectionConfig = {},
): Promise<Connection> {
  const { label: _label, ...address } = target;
  try {
    return await createConnection({
      ...address,
      connectTimeout: CONNECT_TIMEOUT_MS,
      // MySQL 8's default sign-in needs it without TLS; MariaDB ignores it.
      allowPublicKeyRetrieval: true,
      timezone: 'Z',
      ...extra,
    });
  } catch (error) {
    throw explainConnectionError(target, error);
  }
}

/** Runs one task on a connection of its own, which is closed whatever happens. */
export async function withConnection<Result>(
  target: DatabaseTarget,
  task: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = await connect(target, { multipleStatements: true });
  try {
    return await task(connection);
  } finally {
    await connection.end();
  }
}

/** True for an error that the database server itself or the driver reported. */
export function isSqlError(error: unknown): error is SqlError {
  return error instanceof Error && 'sqlState' in error;
}

function explainConnectionError(target: DatabaseTarget, error: unknown): unknown {
  if (!isSqlError(error)) return error;
  const place = `${target.host}:${target.port}`;
  switch (error.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new OperatorError(
        `${target.label} names the host "${target.host}", which does not exist: correct it.`,
      );
    case 'ER_ACCESS_DENIED_ERROR':
      return new OperatorError(
        `The database at ${place} refuses the user "${target.user}" (${target.label}): ` +
          'correct the user or the password.',
      );
    case 'ER_BAD_DB_ERROR':
    case 'ER_DBACCESS_DENIED_ERROR':
      return new OperatorError(
        `The database "${target.database}" does not exist at ${place}, or "${target.user}" may ` +
          `not use it (${target.label}): create it and grant it to that user.`,
      );
    case 'ER_CON_COUNT_ERROR':
      return new OperatorError(
        `The database server at ${place} has no free connection (${target.label}): raise its ` +
          'max_connections or stop some of its clients.',
      );
    default:
      return new OperatorError(
        `No database answers at ${place} (${target.label}, ${error.code ?? 'no code'}): start it ` +
          'or correct the address.',
      );
  }
}
