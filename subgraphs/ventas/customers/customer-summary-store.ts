import type { Sql } from '../../../common/subgraph/database/sql.ts';
import {
  column,
  instant,
  numeric,
  orNull,
  selectFields,
} from '../../../common/subgraph/database/table.ts';
import { SALE_ITEM } from '../tables.ts';

/** The sums over the completed sales of a customer, in céntimos. */
export interface CustomerTotals {
  customerId: number;
  salesCount: number;
  totalSpentCentimos: number;
  lastPurchaseAt: Date | null;
}

export async function findCustomerTotals(sql: Sql, customerId: number): Promise<CustomerTotals> {
  const [row] = await sql.query(
    selectFields(
      {
        salesCount: numeric('COUNT(*)'),
        totalSpentCentimos: numeric('COALESCE(SUM(totalCentimos), 0)'),
        lastPurchaseAt: orNull(instant('MAX(createdAt)')),
      },
      "FROM Sale WHERE customerId = ? AND status = 'COMPLETED'",
      [customerId],
    ),
  );
  return { salesCount: 0, totalSpentCentimos: 0, lastPurchaseAt: null, ...row, customerId };
}

/** The purchases of a product by a customer, in units and céntimos. */
export interface TopProductRow {
  productId: number;
  quantity: number;
  amountCentimos: number;
}

/** @returns the products of completed sales, most units first */
export function findTopProducts(
  sql: Sql,
  customerId: number,
  first: number,
): Promise<TopProductRow[]> {
  return sql.query(
    selectFields(
      {
        productId: column(SALE_ITEM, 'productId', 'item'),
        quantity: numeric('SUM(item.quantity)'),
        amountCentimos: numeric('SUM(item.totalCentimos)'),
      },
      `FROM Sale JOIN SaleItem item ON item.saleId = Sale.id
        WHERE Sale.customerId = ? AND Sale.status = 'COMPLETED'
        GROUP BY item.productId
        ORDER BY quantity DESC, amountCentimos DESC, item.productId LIMIT ?`,
      [customerId, first],
    ),
  );
}
