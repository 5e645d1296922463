import type { Database } from '../../../common/subgraph/database/database.ts';
import { findForgottenKeys, purgeKey } from './purge-store.ts';

/** Forgets old keys that sold nothing, each in a transaction. @returns their number */
export async function purgeKeys(database: Database, olderThanDays: number): Promise<number> {
  let purged = 0;
  for (const key of await findForgottenKeys(database, olderThanDays)) {
    if (await database.transaction((sql) => purgeKey(sql, key, olderThanDays))) purged += 1;
  }
  return purged;
}
