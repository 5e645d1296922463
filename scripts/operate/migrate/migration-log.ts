import { randomUUID } from 'node:crypto';
import type { Connection } from '../databases/connection.ts';
import { OperatorError } from '../environment/operator-error.ts';
import type { MigrationFile } from './migration-files.ts';

interface MigrationRow {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

// Prisma's own table, word for word: `prisma migrate` can go on where this program stopped, and
// the other way round.
const CREATE_TABLE = `
CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             DATETIME(3),
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          DATETIME(3),
    started_at              DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    applied_steps_count     INTEGER UNSIGNED NOT NULL DEFAULT 0
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`;

/** A migration that was applied, as Prisma names and checks it. */
export type FinishedMigration = Pick<MigrationFile, 'name' | 'checksum'>;

/** Prisma's record of what was applied to one database. */
export interface MigrationLog {
  createIfMissing(): Promise<void>;
  /** False for a database that was never migrated. */
  exists(): Promise<boolean>;
  /**
   * Names of what was applied, oldest first.
   * @throws OperatorError when an earlier migration failed or was changed after it was applied:
   * going on would build on a database that is not what the files say.
   */
  appliedNames(files: readonly MigrationFile[]): Promise<string[]>;
  /** Every migration that was applied wholly, oldest first. */
  finished(): Promise<FinishedMigration[]>;
  /** Records that a migration begins; it counts as failed until `finish`. @returns the row's id. */
  begin(file: MigrationFile): Promise<string>;
  finish(id: string): Promise<void>;
  /** Keeps the server's message with the failed row, where `prisma migrate` shows it. */
  fail(id: string, message: string): Promise<void>;
}

/** @param database its name, for messages */
export function createMigrationLog(connection: Connection, database: string): MigrationLog {
  return {
    async createIfMissing() {
      await connection.query(CREATE_TABLE);
    },
    async exists() {
      const tables = await connection.query<unknown[]>("SHOW TABLES LIKE '\\_prisma\\_migrations'");
      return tables.length > 0;
    },
    async appliedNames(files) {
      const rows = await connection.query<MigrationRow[]>(
        'SELECT migration_name, checksum, finished_at FROM _prisma_migrations ' +
          'WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name',
      );
      const fileByName = new Map(files.map((file) => [file.name, file]));
      for (const row of rows) requireSame(row, fileByName.get(row.migration_name), database);
      return rows.map((row) => row.migration_name);
    },
    finished() {
      return connection.query<FinishedMigration[]>(
        'SELECT migration_name AS name, checksum FROM _prisma_migrations ' +
          'WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ' +
          'ORDER BY started_at, migration_name',
      );
    },
    async begin({ name, checksum }) {
      const id = randomUUID();
      await connection.query(
        'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) ' +
          'VALUES (?, ?, ?, UTC_TIMESTAMP(3))',
        [id, checksum, name],
      );
      return id;
    },
    async finish(id) {
      await connection.query(
        'UPDATE _prisma_migrations SET finished_at = UTC_TIMESTAMP(3), applied_steps_count = 1 ' +
          'WHERE id = ?',
        [id],
      );
    },
    async fail(id, message) {
      await connection.query('UPDATE _prisma_migrations SET logs = ? WHERE id = ?', [message, id]);
    },
  };
}

/** @throws OperatorError when a migration failed, is in no file, or is another one there */
function requireSame(row: MigrationRow, file: MigrationFile | undefined, database: string): void {
  const { migration_name: name } = row;
  if (row.finished_at === null) {
    throw new OperatorError(
      `Migration ${name} failed on the database "${database}" earlier: repair the ` +
        `tables by hand, then set finished_at (or rolled_back_at, to run it again) on its ` +
        'row of _prisma_migrations.',
    );
  }
  if (file === undefined) {
    throw new OperatorError(
      `The database "${database}" has migration ${name}, which these files do not have: ` +
        'use the version of the program that made it, or newer.',
    );
  }
  if (file.checksum !== row.checksum) {
    throw new OperatorError(
      `Migration ${name} was changed after it was applied to the database ` +
        `"${database}": restore ${file.path} and put the change into a new migration.`,
    );
  }
}
