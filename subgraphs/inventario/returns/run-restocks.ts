import type { Database } from '../../../common/subgraph/database/database.ts';
import { isDuplicateKey, type TransactionSql } from '../../../common/subgraph/database/sql.ts';
import { failpoint } from '../../../common/subgraph/failpoint/failpoint.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import { insertMovements, updateStock } from '../stock/stock-store.ts';
import { type RestockOutcome, type ReturnedUnits, restock } from './restock.ts';
import { insertReturns, lockRestock } from './return-store.ts';

const MAX_REPEATS = 3;

/**
 * Puts a list of returns back into stock in one transaction. It keeps the lock order of the whole
 * system: products by id, then the returns' own rows, inserts, and the stock update last.
 */
export async function runRestocks(
  database: Database,
  returns: readonly ReturnedUnits[],
): Promise<RestockOutcome[]> {
  failpoint('inventario.restock.before');
  for (let repeats = 0; ; repeats++) {
    try {
      const outcomes = await database.transaction((sql) => runInTransaction(sql, returns));
      failpoint('inventario.restock.after');
      return outcomes;
    } catch (error) {
      // Another transaction has just put back one of ours: begin again, and find its row.
      if (!isDuplicateKey(error) || repeats === MAX_REPEATS) throw error;
    }
  }
}

async function runInTransaction(
  sql: TransactionSql,
  returns: readonly ReturnedUnits[],
): Promise<RestockOutcome[]> {
  const lines = returns.flatMap((returned) => returned.lines);
  const batch = await lockRestock(sql, {
    productIds: lines.flatMap(({ productId }) => parseRowId<'Product'>(productId) ?? []),
    returnIds: returns.map(({ id }) => id),
  });

  const outcomes = returns.map((returned) => restock(batch, returned));

  const moved = new Set(batch.movements.map(({ productId }) => productId));
  failpoint('inventario.restock.inside');
  await sql.commitWith([
    ...insertReturns(batch.restockedIds),
    ...insertMovements(batch.movements),
    ...updateStock([...batch.products.values()].filter(({ id }) => moved.has(id))),
  ]);
  return outcomes;
}
