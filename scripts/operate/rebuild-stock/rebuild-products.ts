import type { Database } from '../../../common/subgraph/database/database.ts';
import { lockProducts, updateStock } from '../../../subgraphs/inventario/stock/stock-store.ts';
import { findDifference, findDifferences, type StockDifference } from './stock-difference.ts';

/**
 * Writes the counters of every product that differs from its ledger, product by product, in short
 * transactions beside the sales that go on. A product whose ledger cannot be believed is left.
 * @returns the differences that were found with the products locked: written, or refused
 */
export async function rebuildStock(database: Database): Promise<StockDifference[]> {
  const rebuilt: StockDifference[] = [];
  for (const { productId } of await findDifferences(database)) {
    const difference = await rebuildProduct(database, productId);
    if (difference !== null) rebuilt.push(difference);
  }
  return rebuilt;
}

/**
 * Makes the counters of a product what its ledger adds up to, unless that is to be refused.
 * @returns the difference that there was, or null
 */
export function rebuildProduct(
  database: Database,
  productId: number,
): Promise<StockDifference | null> {
  return database.transaction(async (sql) => {
    // The lock comes first: only who holds it writes to the ledger, so what is read next is final.
    const [product] = await sql.query(lockProducts([productId]));
    if (!product) return null;
    const { sku, available, lastSeq } = product;
    const stored = { available, lastSeq };
    const difference = await findDifference(sql, { productId, sku, stored });
    if (difference?.refusal === null) {
      await sql.script(updateStock([{ ...product, ...difference.ledger }]));
    }
    return difference;
  });
}
