import { type Condition, hasId } from '../../../common/subgraph/database/keyset.ts';
import type { Statement } from '../../../common/subgraph/database/sql.ts';
import {
  numeric,
  orNull,
  selectFields,
  text,
  unionAll,
} from '../../../common/subgraph/database/table.ts';
import type { GivenId } from '../../../common/values/ids.ts';
import {
  endOfLimaDay,
  LIMA_HOURS_BEHIND_UTC,
  startOfLimaDay,
} from '../../../common/values/lima-day.ts';
import type { SalesGroup } from '../generated/schema-types.ts';
import { SALE } from '../tables.ts';

/** The sales of a report; days are in America/Lima, both included. */
export interface ReportRange {
  from: string;
  to: string;
  /** Null for those of everybody. */
  sellerId: GivenId<'Seller'> | null;
}

/** Rows of tables to be summed up by a key; what is not measured is 0. */
interface Part {
  key: string;
  rows: Condition;
  measures: Measures;
  newestSaleId?: string;
}

type Measures = Partial<
  Record<
    'salesCount' | 'units' | 'gross' | 'discount' | 'base' | 'tax' | 'total' | 'returned',
    string
  >
>;

const OF_SALES: Measures = {
  salesCount: 'COUNT(*)',
  gross: 'SUM(Sale.totalCentimos + Sale.discountCentimos)',
  discount: 'SUM(Sale.discountCentimos)',
  base: 'SUM(Sale.subtotalCentimos)',
  tax: 'SUM(Sale.taxCentimos)',
  total: 'SUM(Sale.totalCentimos)',
};
const OF_LINES: Measures = {
  salesCount: 'COUNT(DISTINCT item.saleId)',
  units: 'SUM(item.quantity)',
  gross: 'SUM(item.quantity * item.unitPriceCentimos)',
  discount: 'SUM(item.discountCentimos)',
  base: 'SUM(item.baseCentimos)',
  tax: 'SUM(item.taxCentimos)',
  total: 'SUM(item.totalCentimos)',
};

const LINES = 'JOIN SaleItem item ON item.saleId = Sale.id';
const RETURNS = 'SaleReturn JOIN Sale ON Sale.id = SaleReturn.saleId';
const RETURNED_LINES = `${RETURNS} JOIN SaleReturnItem back ON back.returnId = SaleReturn.id
  JOIN SaleItem item ON item.saleId = SaleReturn.saleId AND item.lineNumber = back.lineNumber`;

/** The sales of a range, with what is joined to them. */
export function soldIn(range: ReportRange, joined = ''): Condition {
  const values = [startOfLimaDay(range.from), endOfLimaDay(range.to)];
  return rowsOf(range, `Sale ${joined}`, { sql: 'Sale.createdAt BETWEEN ? AND ?', values });
}

/** The rows of tables with a day of their own. */
function onDays(range: ReportRange, tables: string, day: string): Condition {
  const { from, to } = range;
  return rowsOf(range, tables, { sql: `${day} BETWEEN ? AND ?`, values: [from, to] });
}

function rowsOf({ sellerId }: ReportRange, tables: string, within: Condition): Condition {
  const from = `FROM ${tables} WHERE ${within.sql}`;
  if (sellerId === null) return { sql: from, values: within.values };
  const ofSeller = hasId(SALE, 'sellerId', sellerId);
  return {
    sql: `${from} AND ${ofSeller.sql}`,
    values: [...within.values, ...ofSeller.values],
  };
}

/** The statement whose rows are those of a report, once they are summed up by key. */
export function reportParts(group: SalesGroup, range: ReportRange): Statement {
  const [first, ...more] = partsOf(group, range);
  return unionAll([sumUp(first), ...more.map(sumUp)]);
}

function partsOf(group: SalesGroup, range: ReportRange): [Part, ...Part[]] {
  switch (group) {
    case 'HOUR':
      return partsOfSales(range, (table) => limaTime(`${table}.createdAt`, '%Y-%m-%dT%H'));
    case 'DAY':
      return partsOfSales(range, (table) => limaTime(`${table}.createdAt`, '%Y-%m-%d'));
    case 'SELLER':
      return partsOfSales(range, () => 'Sale.sellerId');
    case 'PRODUCT':
      return partsOfProducts(range);
    case 'PAYMENT_METHOD':
      return partsOfMoney(range);
  }
}

function limaTime(column: string, form: string): string {
  return `DATE_FORMAT(${column} - INTERVAL ${LIMA_HOURS_BEHIND_UTC} HOUR, '${form}')`;
}

function partsOfSales(
  range: ReportRange,
  keyOf: (table: 'Sale' | 'SaleReturn') => string,
): [Part, ...Part[]] {
  return [
    { key: keyOf('Sale'), rows: soldIn(range), measures: OF_SALES },
    {
      key: keyOf('Sale'),
      rows: soldIn(range, LINES),
      measures: { units: 'SUM(item.quantity)' },
    },
    {
      key: keyOf('SaleReturn'),
      rows: onDays(range, RETURNS, 'SaleReturn.day'),
      measures: { returned: 'SUM(SaleReturn.totalCentimos)' },
    },
  ];
}

function partsOfProducts(range: ReportRange): [Part, ...Part[]] {
  const row = { key: 'item.productId', newestSaleId: 'MAX(item.saleId)' };
  return [
    { ...row, rows: soldIn(range, LINES), measures: OF_LINES },
    {
      ...row,
      rows: onDays(range, RETURNED_LINES, 'SaleReturn.day'),
      measures: { returned: 'SUM(back.totalCentimos)' },
    },
  ];
}

function partsOfMoney(range: ReportRange): [Part, ...Part[]] {
  // A payment need not look at its sale unless the seller matters.
  const sale = range.sellerId === null ? '' : 'JOIN Sale ON Sale.id = Payment.saleId';
  return [
    {
      key: 'CAST(Payment.method AS CHAR)',
      rows: onDays(range, `Payment ${sale}`, 'Payment.day'),
      measures: { total: 'SUM(Payment.amountCentimos)' },
    },
    {
      key: 'CAST(Refund.method AS CHAR)',
      rows: onDays(
        range,
        `${RETURNS} JOIN Refund ON Refund.returnId = SaleReturn.id`,
        'SaleReturn.day',
      ),
      measures: { returned: 'SUM(Refund.amountCentimos)' },
    },
  ];
}

function sumUp({ key, rows, measures, newestSaleId = 'NULL' }: Part) {
  const fields = {
    groupKey: text(key),
    salesCount: numeric(measures.salesCount ?? '0'),
    units: numeric(measures.units ?? '0'),
    gross: numeric(measures.gross ?? '0'),
    discount: numeric(measures.discount ?? '0'),
    base: numeric(measures.base ?? '0'),
    tax: numeric(measures.tax ?? '0'),
    total: numeric(measures.total ?? '0'),
    returned: numeric(measures.returned ?? '0'),
    newestSaleId: orNull(text(newestSaleId)),
  };
  return selectFields(fields, `${rows.sql} GROUP BY groupKey`, rows.values);
}
