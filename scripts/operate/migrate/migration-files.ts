import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../environment/operator-error.ts';
import { REPOSITORY_ROOT } from '../environment/settings.ts';

/** One of Prisma's migration folders. */
export interface MigrationFile {
  /** The folder's name, `<timestamp>_<what it does>`: also the order of application. */
  name: string;
  path: string;
  sql: string;
  /** SHA-256 of the file as hexadecimal text, as Prisma computes it. */
  checksum: string;
}

/** The folder of a subgraph's migrations. */
export function migrationsDirectory(subgraph: string): string {
  return join(REPOSITORY_ROOT, 'prisma', subgraph, 'migrations');
}

/**
 * All migrations of a directory, oldest first.
 * @throws OperatorError when there is no such directory: an empty database would pass as migrated
 */
export function readMigrationFiles(directory: string): MigrationFile[] {
  return migrationNames(directory).map((name) => {
    const path = join(directory, name, 'migration.sql');
    const content = readFileSync(path);
    const checksum = createHash('sha256').update(content).digest('hex');
    return { name, path, sql: content.toString('utf8'), checksum };
  });
}

/** The newest migration's name, or null when there are none. */
export function latestMigrationName(directory: string): string | null {
  return migrationNames(directory).at(-1) ?? null;
}

function migrationNames(directory: string): string[] {
  if (!existsSync(directory)) {
    throw new OperatorError(`The folder of migrations ${directory} is missing: restore it.`);
  }
  return readdirSync(directory)
    .filter((name) => existsSync(join(directory, name, 'migration.sql')))
    .sort();
}
