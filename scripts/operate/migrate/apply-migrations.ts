import {
  type Connection,
  type DatabaseTarget,
  isSqlError,
  withConnection,
} from '../databases/connection.ts';
import { refuseUnfinishedRestore } from '../databases/unfinished-restore.ts';
import { OperatorError } from '../environment/operator-error.ts';
import { type MigrationFile, readMigrationFiles } from './migration-files.ts';
import { createMigrationLog, type MigrationLog } from './migration-log.ts';

const LOCK_LIMIT_S = 60;
const EMPTY_QUERY_CODE = 'ER_EMPTY_QUERY';

/**
 * Brings one database to the newest migration of a directory. Two programs that do this at the same
 * time take turns.
 * @param isRestoring true for the restore that has put its mark on the database
 * @returns the names of what was applied now, oldest first.
 * @throws OperatorError naming the migration that fails, failed earlier or was changed.
 */
export async function migrateDatabase(
  target: DatabaseTarget,
  directory: string,
  { isRestoring = false } = {},
): Promise<string[]> {
  const files = readMigrationFiles(directory);
  return withConnection(target, async (connection) => {
    await takeMigrationTurn(connection, target);
    if (!isRestoring) await refuseUnfinishedRestore(connection, target);
    const log = createMigrationLog(connection, target.database ?? '');
    await log.createIfMissing();
    const applied = new Set(await log.appliedNames(files));
    const pending = files.filter(({ name }) => !applied.has(name));
    for (const file of pending) await applyMigration(connection, log, file);
    return pending.map(({ name }) => name);
  });
}

/** True when every migration of the directory is applied; false also for a database without any. */
export async function isMigrated(target: DatabaseTarget, directory: string): Promise<boolean> {
  const files = readMigrationFiles(directory);
  return withConnection(target, async (connection) => {
    const log = createMigrationLog(connection, '');
    if (!(await log.exists())) return files.length === 0;
    const applied = new Set(await log.appliedNames(files));
    return files.every((file) => applied.has(file.name));
  });
}

async function applyMigration(
  connection: Connection,
  log: MigrationLog,
  file: MigrationFile,
): Promise<void> {
  const id = await log.begin(file);
  try {
    await connection.query(file.sql);
  } catch (error) {
    if (!isSqlError(error)) throw error;
    // A file of comments alone is a valid, empty migration.
    if (error.code !== EMPTY_QUERY_CODE) {
      const message = error.sqlMessage ?? error.message;
      await log.fail(id, message);
      throw new OperatorError(`Migration ${file.name} failed: ${message} (${file.path}).`);
    }
  }
  await log.finish(id);
}

/**
 * Waits until nobody migrates the connection's database, and keeps others from it. The lock belongs
 * to the connection: it is released when that ends, however it ends.
 * @throws OperatorError when somebody else has had it for 60 s
 */
export async function takeMigrationTurn(
  connection: Connection,
  target: Pick<DatabaseTarget, 'database'>,
): Promise<void> {
  const [row] = await connection.query<{ taken: number | bigint | null }[]>(
    "SELECT GET_LOCK(CONCAT('migrate:', DATABASE()), ?) AS taken",
    [LOCK_LIMIT_S],
  );
  if (Number(row?.taken) !== 1) {
    throw new OperatorError(
      `Another program has been migrating the database "${target.database}", or backing it up, for ` +
        `more than ${LOCK_LIMIT_S} s: wait for it or end it, then try again.`,
    );
  }
}
