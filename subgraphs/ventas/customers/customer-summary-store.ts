import type { Sql } from '../../../common/subgraph/database/sql.ts';
import {
  column,
  instant,
  numeric,
  orNull,
  selectFields,
  text,
} from '../../../common/subgraph/database/table.ts';
import { SALE_ITEM } from '../tables.ts';

/** The sums over the completed sales of a customer, in céntimos. */
export interface CustomerTotals {
  customerId: number;
  salesCount: number;
  /** Sums of many sales go beyond the whole numbers that are exact as a `number`. */
  totalSpentCentimos: bigint;
  returnsTotalCentimos: bigint;
  lastPurchaseAt: Date | null;
}

export async function findCustomerTotals(sql: Sql, customerId: number): Promise<CustomerTotals> {
  const [row] = await sql.query(
    selectFields(
      {
        salesCount: numeric('COUNT(*)'),
        spent: text('CAST(COALESCE(SUM(totalCentimos - returnedCentimos), 0) AS CHAR)'),
        returned: text('CAST(COALESCE(SUM(returnedCentimos), 0) AS CHAR)'),
        lastPurchaseAt: orNull(instant('MAX(createdAt)')),
      },
      "FROM Sale WHERE customerId = ? AND status = 'COMPLETED'",
      [customerId],
    ),
  );
  const { spent = '0', returned = '0', ...totals } = row ?? {};
  const nothing = { salesCount: 0, lastPurchaseAt: null };
  const sums = { totalSpentCentimos: BigInt(spent), returnsTotalCentimos: BigInt(returned) };
  return { ...nothing, ...totals, ...sums, customerId };
}

/** The purchases of a product by a customer, in units and céntimos. */
export interface TopProductRow {
  productId: number;
  quantity: number;
  amountCentimos: bigint;
}

/** The worth of the units of a line that were kept, in céntimos, as `worthOfUnits` rounds it. */
const KEPT_AMOUNT = `item.totalCentimos -
  (2 * item.totalCentimos * item.returnedQuantity + item.quantity) DIV (2 * item.quantity)`;

/** @returns the products of completed sales, most units first */
export async function findTopProducts(
  sql: Sql,
  customerId: number,
  first: number,
): Promise<TopProductRow[]> {
  const rows = await sql.query(
    selectFields(
      {
        productId: column(SALE_ITEM, 'productId', 'item'),
        quantity: numeric('SUM(item.quantity - item.returnedQuantity)'),
        amount: text(`CAST(SUM(${KEPT_AMOUNT}) AS CHAR)`),
      },
      `FROM Sale JOIN SaleItem item ON item.saleId = Sale.id
        WHERE Sale.customerId = ? AND Sale.status = 'COMPLETED'
        GROUP BY item.productId HAVING quantity > 0
        ORDER BY quantity DESC, SUM(${KEPT_AMOUNT}) DESC, item.productId LIMIT ?`,
      [customerId, first],
    ),
  );
  return rows.map(({ amount, ...row }) => ({ ...row, amountCentimos: BigInt(amount) }));
}
