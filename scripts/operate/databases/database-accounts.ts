import type { DatabaseTarget } from './connection.ts';

/** One database and a user who may use it, and nothing else. */
export interface DatabaseAccount {
  database: string;
  user: string;
  password: string;
}

/** The rights of a running subgraph: the rows of its own tables. */
const RUNTIME_PRIVILEGES = 'SELECT, INSERT, UPDATE, DELETE';
/** The rights that migrations need besides. */
const SCHEMA_PRIVILEGES =
  'CREATE, ALTER, DROP, INDEX, REFERENCES, TRIGGER, ' +
  'CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, CREATE VIEW, SHOW VIEW';

/** The user as whom migrations of a subgraph run, beside the one as whom it runs itself. */
export function migrationsUser(subgraph: string): string {
  return `${subgraph}_migrations`;
}

/**
 * Statements that make the account exist with this password and all rights on its database, each
 * on one line (a server's `--init-file` wants that). Running them again changes nothing but the
 * password. No right is on anything else: no GRANT OPTION, no FILE, no PROCESS.
 */
export function accountStatements(account: DatabaseAccount): string[] {
  const name = quoteIdentifier(account.database);
  return [
    `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
    ...userStatements(account),
    `GRANT ${RUNTIME_PRIVILEGES}, ${SCHEMA_PRIVILEGES} ON ${place(account)} TO ${owner(account)}`,
  ];
}

/**
 * Statements of the same kind for an account that may change rows and no tables, on a database
 * that exists. An account that had all rights before loses those on tables; granting them first
 * keeps the server from refusing to take away what was never given.
 */
export function runtimeAccountStatements(account: DatabaseAccount): string[] {
  return [
    ...userStatements(account),
    `GRANT ${RUNTIME_PRIVILEGES}, ${SCHEMA_PRIVILEGES} ON ${place(account)} TO ${owner(account)}`,
    `REVOKE ${SCHEMA_PRIVILEGES} ON ${place(account)} FROM ${owner(account)}`,
  ];
}

function userStatements(account: DatabaseAccount): string[] {
  const password = quoteText(account.password);
  return [
    `CREATE USER IF NOT EXISTS ${owner(account)} IDENTIFIED BY ${password}`,
    `ALTER USER ${owner(account)} IDENTIFIED BY ${password}`,
  ];
}

/** All tables of one database: `_` and `%` stand for any letters in the name of a grant. */
function place({ database }: DatabaseAccount): string {
  return `${quoteIdentifier(database.replaceAll(/[_%]/g, '\\$&'))}.*`;
}

function owner({ user }: DatabaseAccount): string {
  return `${quoteText(user)}@'%'`;
}

/** Statements that give the server's administrator its password; nobody else may administer. */
export function administratorStatements(password: string): string[] {
  const loopback = `'root'@'127.0.0.1'`;
  return [
    `ALTER USER 'root'@'localhost' IDENTIFIED BY ${quoteText(password)}`,
    `CREATE USER IF NOT EXISTS ${loopback} IDENTIFIED BY ${quoteText(password)}`,
    `ALTER USER ${loopback} IDENTIFIED BY ${quoteText(password)}`,
    `GRANT ALL PRIVILEGES ON *.* TO ${loopback} WITH GRANT OPTION`,
  ];
}

/** The address of an account's database. */
export function accountUrl(
  server: Pick<DatabaseTarget, 'host' | 'port'>,
  { database, user, password }: DatabaseAccount,
): string {
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  // MySQL 8 signs in with a public key unless the connection is encrypted; MariaDB ignores the
  // option.
  const options = '?allowPublicKeyRetrieval=true';
  return `mysql://${credentials}@${server.host}:${server.port}/${database}${options}`;
}

/** A name of a database or table, as statements write it. */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
