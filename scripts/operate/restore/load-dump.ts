import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { type Connection, isSqlError } from '../databases/connection.ts';
import type { ServerVersion } from '../databases/server-version.ts';
import { OperatorError } from '../environment/operator-error.ts';
import { dumpStatements } from './dump-statements.ts';
import { withPlainColumns } from './generated-columns.ts';

const USE = /^USE `(.*)`$/;
/** The databases are there, and their users may make none. */
const CREATE_DATABASE = /^CREATE DATABASE /;
const CREATE_TABLE = /^CREATE TABLE /;

/** A database that a part of the dump is loaded into. */
export interface LoadTarget {
  /** The name that the database has in the dump. */
  nameInDump: string;
  /** For messages. */
  subgraph: string;
  connection: Connection;
  server: ServerVersion;
}

/**
 * Loads a dump of several databases, each by a connection of its own to a database that may have
 * another name there.
 * @throws OperatorError with what the server says about a statement that it refuses
 */
export async function loadDump(file: string, targets: readonly LoadTarget[]): Promise<void> {
  /** The statements before the first database set up a session. */
  const setUp: string[] = [];
  const afterwards: (() => Promise<void>)[] = [];
  let current: LoadTarget | null = null;
  for await (const statement of dumpStatements(createReadStream(file).pipe(createGunzip()))) {
    const [, used] = USE.exec(statement) ?? [];
    if (CREATE_DATABASE.test(statement)) continue;
    if (used !== undefined) {
      current = targetOf(targets, used.replaceAll('``', '`'));
      for (const one of setUp) await run(current, one);
    } else if (current === null) {
      setUp.push(statement);
    } else {
      afterwards.push(...(await load(current, statement)));
    }
  }
  for (const task of afterwards) await task();
}

/** @returns the work that is left for the time when all rows are there */
async function load(target: LoadTarget, statement: string): Promise<(() => Promise<void>)[]> {
  const isPlain = target.server.flavour === 'MariaDB' || !CREATE_TABLE.test(statement);
  const { create, afterwards } = isPlain
    ? { create: statement, afterwards: [] }
    : withPlainColumns(statement);
  await run(target, create);
  return afterwards.map((one) => () => run(target, one));
}

function targetOf(targets: readonly LoadTarget[], name: string): LoadTarget {
  const target = targets.find(({ nameInDump }) => nameInDump === name);
  if (target !== undefined) return target;
  throw new OperatorError(`The dump has a database "${name}" that its manifest does not have.`);
}

async function run({ subgraph, connection }: LoadTarget, statement: string): Promise<void> {
  try {
    await connection.query(statement);
  } catch (error) {
    if (!isSqlError(error)) throw error;
    throw new OperatorError(
      `The database of ${subgraph} refuses a part of the backup (${error.sqlMessage ?? error.message}` +
        `): correct that, then run the same restore again. It began: ${statement.slice(0, 80)}`,
    );
  }
}
