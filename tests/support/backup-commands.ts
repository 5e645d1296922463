// Backing up and restoring as an operator does: the real commands, with the addresses of databases
// in their environment.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll } from '@jest/globals';
import { databaseUrlVariable, SUBGRAPH_NAMES } from '../../common/topology/derived.ts';
import type { SubgraphName } from '../../common/topology/services.ts';
import { findDumpProgram } from '../../scripts/operate/backup/dump-program.ts';
import {
  type Connection,
  parseDatabaseUrl,
  withConnection,
} from '../../scripts/operate/databases/connection.ts';
import { accountUrl, quoteIdentifier } from '../../scripts/operate/databases/database-accounts.ts';
import { OperatorError } from '../../scripts/operate/environment/operator-error.ts';
import { newSecret } from '../../scripts/operate/environment/secrets.ts';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { findServerBinary } from '../../scripts/stack/database/server-binary.ts';
import {
  createEmptyDatabase,
  serverAdministrator,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';

type Variables = Readonly<Record<string, string>>;

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** One command that runs by itself. */
export interface Running {
  process: ChildProcess;
  /** The output so far. */
  stdout(): string;
  ended: Promise<Ended>;
}

/** A `DATA_DIR` of these tests, in which a dump program is once it was needed. */
const dataDirectory = mkdtempSync(join(tmpdir(), 'electroplus-tools-'));

afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

/** The reason for which no dump can be made on this machine; null where one can. */
export function missingDumpProgram(): string | null {
  const server = findServerBinary()?.flavour === 'mysql' ? 'MySQL' : 'MariaDB';
  try {
    findDumpProgram(server, dataDirectory);
    return null;
  } catch (error) {
    if (error instanceof OperatorError) return error.message;
    throw error;
  }
}

/** Starts a command of an operator. @param options.shell a command before it, such as a limit */
export function startCommand(
  name: string,
  args: readonly string[],
  variables: Variables,
  { shell = '' } = {},
): Running {
  const entry = join(REPOSITORY_ROOT, `scripts/operate/${name}/${name}.ts`);
  const node = [process.execPath, entry, ...args];
  const [program = '', ...rest] =
    shell === '' ? node : ['/bin/sh', '-c', `${shell}; exec "$@"`, 'sh', ...node];
  const { NODE_ENV: _environment, ...inherited } = process.env;
  const child = spawn(program, rest, {
    cwd: REPOSITORY_ROOT,
    env: { ...inherited, DATA_DIR: dataDirectory, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  const errors = text(child.stderr);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    process: child,
    stdout: () => said,
    ended: ended.then(async (code) => ({ code, stdout: said, stderr: await errors })),
  };
}

/** Runs a command of an operator to its end. */
export function runCommand(...call: Parameters<typeof startCommand>): Promise<Ended> {
  return startCommand(...call).ended;
}

/** The variables that name these databases. */
export function databaseVariables(urls: Readonly<Record<SubgraphName, string>>): Variables {
  return Object.fromEntries(SUBGRAPH_NAMES.map((name) => [databaseUrlVariable(name), urls[name]]));
}

/** One empty database for each subgraph. */
export interface EmptyDatabases {
  urls: Readonly<Record<SubgraphName, string>>;
  variables: Variables;
  drop(): Promise<void>;
}

/** @param admin the administrator of their server */
export async function createEmptyDatabases(admin = serverAdministrator()): Promise<EmptyDatabases> {
  const made: Partial<Record<SubgraphName, ThrowawayDatabase>> = {};
  for (const name of SUBGRAPH_NAMES) made[name] = await createEmptyDatabase(name, admin);
  const databases = made as Record<SubgraphName, ThrowawayDatabase>;
  const urls = Object.fromEntries(
    SUBGRAPH_NAMES.map((name) => [name, databases[name].url]),
  ) as Record<SubgraphName, string>;
  return {
    urls,
    variables: databaseVariables(urls),
    async drop() {
      for (const name of SUBGRAPH_NAMES) await databases[name].drop();
    },
  };
}

/** A user who may read some databases and nothing else, and the variables that name it. */
export interface Reader {
  variables: Variables;
  drop(): Promise<void>;
}

/** @param urls addresses of databases on the run's own server */
export async function createReader(urls: readonly string[]): Promise<Reader> {
  const admin = serverAdministrator();
  const user = `reader_${randomBytes(6).toString('hex')}`;
  const password = `${newSecret()}'"#\\`;
  const databases = urls.map((url) => parseDatabaseUrl('URL', url).database ?? '');
  await withConnection(admin, async (connection) => {
    await connection.query(`CREATE USER ${user} IDENTIFIED BY ?`, [password]);
    for (const name of databases) {
      await connection.query(`GRANT SELECT ON ${quoteIdentifier(name)}.* TO ${user}`);
    }
  });
  const address = accountUrl(admin, { database: databases[0] ?? '', user, password });
  return {
    variables: { BACKUP_DATABASE_URL: address, DATA_DIR: dataDirectory },
    drop: () =>
      withConnection(admin, async (connection) => {
        await connection.query(`DROP USER ${user}`);
      }),
  };
}

/** Runs a task in one of the databases. */
export function inDatabase<Result>(
  url: string,
  task: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  return withConnection(parseDatabaseUrl('URL', url), task);
}

/** The names of the tables of a database. */
export function tablesOf(url: string): Promise<string[]> {
  return inDatabase(url, async (connection) => {
    const rows = await connection.query<Record<string, string>[]>('SHOW TABLES');
    return rows.flatMap((row) => Object.values(row));
  });
}
