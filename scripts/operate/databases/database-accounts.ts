import type { DatabaseTarget } from './connection.ts';

/** One database and the one user that may use it, and nothing else. */
export interface DatabaseAccount {
  database: string;
  user: string;
  password: string;
}

// The rights that a subgraph needs on its own tables, and those that its migrations need. No GRANT
// OPTION, no FILE, no PROCESS, and nothing outside its own database.
const PRIVILEGES =
  'SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, TRIGGER, ' +
  'CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, CREATE VIEW, SHOW VIEW';

/**
 * Statements that make the account exist with this password, each on one line (a server's `--init-
 * file` wants that). Running them again changes nothing but the password.
 */
export function accountStatements({ database, user, password }: DatabaseAccount): string[] {
  const name = quoteIdentifier(database);
  const owner = `${quoteText(user)}@'%'`;
  return [
    `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
    `CREATE USER IF NOT EXISTS ${owner} IDENTIFIED BY ${quoteText(password)}`,
    `ALTER USER ${owner} IDENTIFIED BY ${quoteText(password)}`,
    `GRANT ${PRIVILEGES} ON ${name}.* TO ${owner}`,
  ];
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

function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
