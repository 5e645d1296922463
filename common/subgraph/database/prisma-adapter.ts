import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import { connectionOptionsOf } from './database.ts';

/** Connections for reads by key and for edits; the sale path has a pool of its own. */
const MAX_CONNECTIONS = 5;

/**
 * The settings with which a generated client opens transactions: they see what others have
 * committed while they waited for a lock, as those of the raw pool do.
 */
export const READ_COMMITTED = { isolationLevel: 'ReadCommitted' } as const;

/** Lets a generated Prisma client work on the same database as the raw pool. */
export function createPrismaAdapter(url: string): PrismaMariaDb {
  return new PrismaMariaDb({ ...connectionOptionsOf(url), connectionLimit: MAX_CONNECTIONS });
}
