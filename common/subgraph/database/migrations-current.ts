import { readdir } from 'node:fs/promises';
import type { Sql } from './sql.ts';
import { selectFields, text } from './table.ts';

/** Prisma's own record of what it has applied, which no schema describes. */
const APPLIED = selectFields(
  { name: text('migration_name') },
  'FROM _prisma_migrations WHERE finished_at IS NOT NULL',
);

/**
 * Makes the readiness check that every migration of a folder is applied to the database; once they
 * are, it does not ask again.
 * @param directory Prisma's `migrations` folder
 */
export function createMigrationsCheck(sql: Sql, directory: string): () => Promise<void> {
  let current = false;
  return async () => {
    if (current) return;
    const entries = await readdir(directory, { withFileTypes: true });
    const expected = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const applied = new Set((await sql.query(APPLIED)).map(({ name }) => name));
    const missing = expected.filter((name) => !applied.has(name));
    if (missing.length > 0) throw new Error(`Migrations not applied: ${missing.join(', ')}`);
    current = true;
  };
}
