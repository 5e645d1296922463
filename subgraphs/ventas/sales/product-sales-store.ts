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
  const rows = unitsByProduct(lines);
  const sql = `INSERT INTO ProductSales (productId, unitsSold, lastSoldAt)
    VALUES ${placeholders(rows, 'NOW(3)')}
    ON DUPLICATE KEY UPDATE unitsSold = unitsSold + VALUES(unitsSold), lastSoldAt = NOW(3)`;
  return [{ sql, values: rows.flat() }];
}

/** Takes units of returned lines off again, in the same order. */
export function takeUnitsBack(lines: readonly ProductUnits[]): Statement[] {
  if (lines.length === 0) return [];
  const rows = unitsByProduct(lines);
  const cases = rows.map(() => 'WHEN ? THEN ?').join(' ');
  const sql = `UPDATE ProductSales
      SET unitsSold = unitsSold - CASE productId ${cases} ELSE 0 END
    WHERE productId IN (?) ORDER BY productId`;
  return [{ sql, values: [...rows.flat(), rows.map(([productId]) => productId)] }];
}

type ProductUnits = Pick<PricedLine, 'productId' | 'quantity'>;

/** Units per product, by product id. */
function unitsByProduct(lines: readonly ProductUnits[]): [productId: number, units: number][] {
  const units = new Map<number, number>();
  for (const { productId, quantity } of lines) {
    units.set(productId, (units.get(productId) ?? 0) + quantity);
  }
  return [...units].sort(([a], [b]) => a - b);
}

export function findProductSales(sql: Sql, productIds: readonly number[]): Promise<ProductSales[]> {
  return sql.query(selectAll(PRODUCT_SALES, 'WHERE productId IN (?)', [productIds]));
}
