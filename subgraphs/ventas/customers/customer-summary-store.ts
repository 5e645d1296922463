import type { Sql } from '../../../common/subgraph/database/sql.ts';

/** What the completed sales of a customer add up to, in céntimos. */
export interface CustomerTotals {
  customerId: number;
  salesCount: number;
  totalSpentCentimos: number;
  lastPurchaseAt: Date | null;
}

export async function findCustomerTotals(sql: Sql, customerId: number): Promise<CustomerTotals> {
  const [row] = await sql.query<Omit<CustomerTotals, 'customerId'>>(
    `SELECT COUNT(*) AS salesCount, COALESCE(SUM(totalCentimos), 0) AS totalSpentCentimos,
            MAX(createdAt) AS lastPurchaseAt
       FROM Sale WHERE customerId = ? AND status = 'COMPLETED'`,
    [customerId],
  );
  return { salesCount: 0, totalSpentCentimos: 0, lastPurchaseAt: null, ...row, customerId };
}

/** How much of a product a customer has bought, in units and céntimos. */
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
  return sql.query<TopProductRow>(
    `SELECT item.productId, SUM(item.quantity) AS quantity,
            SUM(item.totalCentimos) AS amountCentimos
       FROM Sale JOIN SaleItem item ON item.saleId = Sale.id
      WHERE Sale.customerId = ? AND Sale.status = 'COMPLETED'
      GROUP BY item.productId
      ORDER BY quantity DESC, amountCentimos DESC, item.productId LIMIT ?`,
    [customerId, first],
  );
}
