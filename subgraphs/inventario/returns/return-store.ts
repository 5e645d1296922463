import { placeholders, type Sql, type Statement } from '../../../common/subgraph/database/sql.ts';
import { select } from '../../../common/subgraph/database/table.ts';
import { lockProducts, productsById } from '../stock/stock-store.ts';
import { STOCK_RETURN } from '../tables.ts';
import type { RestockBatch } from './restock.ts';

/** The rows that returns need to see, and keep others from changing. */
export interface RestockRows {
  productIds: readonly number[];
  returnIds: readonly string[];
}

/** Locks products in the order of their ids, then the returns that are in stock, in one trip. */
export async function lockRestock(
  sql: Sql,
  { productIds, returnIds }: RestockRows,
): Promise<RestockBatch> {
  const [products, known] = await sql.script([
    lockProducts(productIds),
    select(STOCK_RETURN, ['id'], 'WHERE id IN (?) ORDER BY id FOR UPDATE', [returnIds]),
  ]);
  return {
    products: productsById(products),
    knownIds: new Set(known.map(({ id }) => id)),
    restockedIds: new Set(),
    movements: [],
  };
}

/**
 * Writes down that returns are in stock, in the order of their ids. A duplicate key (1062) means
 * that another transaction was first with one: the caller begins again and finds it.
 */
export function insertReturns(ids: Iterable<string>): Statement[] {
  const rows = [...ids].sort().map((id) => [id]);
  if (rows.length === 0) return [];
  const sql = `INSERT INTO StockReturn (id, createdAt) VALUES ${placeholders(rows, 'NOW(3)')}`;
  return [{ sql, values: rows.flat() }];
}
