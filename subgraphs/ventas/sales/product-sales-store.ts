import { placeholders, type Sql, type Statement } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, selectAll } from '../../../common/subgraph/database/table.ts';
import { PRODUCT_SALES } from '../tables.ts';
import type { PricedLine } from './price-sale.ts';

/** The key by which ventas knows a product of inventario. */
export interface ProductKey {
  id: string;
}

/** The sums over the completed sales of one product. */
export type ProductSales = RowOf<typeof PRODUCT_SALES>;

/**
 * Adds the units of new sales, in the order of product ids, so that two of these never deadlock.
 */
export function addUnitsSold(lines: readonly PricedLine[]): Statement[] {
  if (lines.length === 0) return [];
  const unitsByProduct = new Map<number, number>();
  for (const { productId, quantity } of lines) {
    unitsByProduct.set(productId, (unitsByProduct.get(productId) ?? 0) + quantity);
  }
  const rows = [...unitsByProduct].sort(([a], [b]) => a - b);
  const sql = `INSERT INTO ProductSales (productId, unitsSold, lastSoldAt)
    VALUES ${placeholders(rows, 'NOW(3)')}
    ON DUPLICATE KEY UPDATE unitsSold = unitsSold + VALUES(unitsSold), lastSoldAt = NOW(3)`;
  return [{ sql, values: rows.flat() }];
}

export function findProductSales(sql: Sql, productIds: readonly number[]): Promise<ProductSales[]> {
  return sql.query(selectAll(PRODUCT_SALES, 'WHERE productId IN (?)', [productIds]));
}
