// Reads the rows of a report of sales out of the tables themselves, so that it is right to the last
// sale. One statement reads rows and totals, so that both are of one moment.
import {
  type ColumnKind,
  readCursor,
  writeCursor,
} from '../../../common/subgraph/database/cursor.ts';
import type { Condition, PageArguments } from '../../../common/subgraph/database/keyset.ts';
import type { Query, Sql, SqlValue } from '../../../common/subgraph/database/sql.ts';
import {
  numeric,
  orNull,
  select,
  selectFields,
  text,
} from '../../../common/subgraph/database/table.ts';
import type { SalesGroup } from '../generated/schema-types.ts';
import type { SaleItemRow } from '../sales/sale-store.ts';
import { SALE_ITEM } from '../tables.ts';
import { type ReportRange, reportParts, soldIn } from './report-parts-store.ts';

/** The sums of sales and returns. Those of céntimos go beyond what is exact as a `number`. */
export interface ReportSums {
  salesCount: number;
  units: number;
  grossCentimos: bigint;
  discountCentimos: bigint;
  baseCentimos: bigint;
  taxCentimos: bigint;
  totalCentimos: bigint;
  returnedCentimos: bigint;
  netCentimos: bigint;
}

/** A row of a report. */
export interface ReportRow extends ReportSums {
  /** The hour, the day, an id, or the means of payment. */
  key: string;
  /** The newest sale that holds the product of the row; null in other reports. */
  newestSaleId: string | null;
}

/** Rows up to one more than were asked for, and the sums over all. */
export interface ReportRows {
  rows: ReportRow[];
  totals: ReportSums;
}

/** The order of rows: by time, or by what was sold net of returns, the most first. */
interface RowOrder {
  clause: string;
  kinds: readonly ColumnKind[];
  placeOf: (row: ReportRow) => readonly unknown[];
  after: (place: readonly SqlValue[]) => Condition;
}

const BY_TIME: RowOrder = {
  clause: 'groupKey',
  kinds: ['ascii'],
  placeOf: ({ key }) => [key],
  after: (values) => ({ sql: 'groupKey > ?', values }),
};

function mostFirst(keyKind: 'integer' | 'ascii'): RowOrder {
  return {
    clause: 'net DESC, groupKey',
    kinds: ['digits', keyKind],
    placeOf: ({ netCentimos, key }) => [
      netCentimos.toString(),
      keyKind === 'integer' ? Number(key) : key,
    ],
    after: ([net = null, key = null]) => ({
      // MySQL compares a number with a text as floats.
      sql: `(net < ${WHOLE} OR (net = ${WHOLE} AND groupKey > ?))`,
      values: [net, net, key],
    }),
  };
}

const WHOLE = 'CAST(? AS DECIMAL(30))';

const ORDERS: Readonly<Record<SalesGroup, RowOrder>> = {
  HOUR: BY_TIME,
  DAY: BY_TIME,
  SELLER: mostFirst('integer'),
  PRODUCT: mostFirst('integer'),
  PAYMENT_METHOD: mostFirst('ascii'),
};

/** The cursor of a row. */
export function reportCursor(group: SalesGroup, row: ReportRow): string {
  return writeCursor(listName(group), ORDERS[group].placeOf(row));
}

function listName(group: SalesGroup): string {
  return `SalesReport ${group}`;
}

const centimos = (name: string) => text(`CAST(${name} AS CHAR)`);

/**
 * Reads a page of a report, and the sums over all of its rows.
 * @throws refusal BAD_USER_INPUT when the cursor is of another list
 */
export async function readReportRows(
  sql: Sql,
  group: SalesGroup,
  range: ReportRange,
  page: PageArguments,
): Promise<ReportRows> {
  const sums = await sql.query(reportQuery(group, range, page));
  const rows = sums.map(({ rowKey, gross, discount, base, tax, total, returned, ...row }) => {
    const [totalCentimos, returnedCentimos] = [BigInt(total), BigInt(returned)];
    return {
      ...row,
      key: rowKey,
      grossCentimos: BigInt(gross),
      discountCentimos: BigInt(discount),
      baseCentimos: BigInt(base),
      taxCentimos: BigInt(tax),
      totalCentimos,
      returnedCentimos,
      netCentimos: totalCentimos - returnedCentimos,
    };
  });
  return {
    rows: rows.flatMap(({ key, ...row }) => (key === null ? [] : [{ key, ...row }])),
    totals: rows.find(({ key }) => key === null) ?? NOTHING,
  };
}

const NOTHING: ReportSums = {
  salesCount: 0,
  units: 0,
  grossCentimos: 0n,
  discountCentimos: 0n,
  baseCentimos: 0n,
  taxCentimos: 0n,
  totalCentimos: 0n,
  returnedCentimos: 0n,
  netCentimos: 0n,
};

/** The row without a key, which holds the sums over all, comes first. */
function reportQuery(group: SalesGroup, range: ReportRange, { first, after }: PageArguments) {
  const { clause, kinds, after: rowsAfter } = ORDERS[group];
  const parts = reportParts(group, range);
  const place = after === null ? null : rowsAfter(readCursor(after, listName(group), kinds));
  // A sale of two products is in two rows, and one sale.
  const counted = group === 'PRODUCT' ? soldIn(range) : null;
  const salesCount = counted
    ? `IF(groupKey IS NULL, (SELECT COUNT(*) ${counted.sql}), salesCount)`
    : 'salesCount';
  return selectFields(
    {
      rowKey: orNull(text('CAST(groupKey AS CHAR)')),
      salesCount: numeric(salesCount),
      units: numeric('units'),
      gross: centimos('gross'),
      discount: centimos('discount'),
      base: centimos('base'),
      tax: centimos('tax'),
      total: centimos('total'),
      returned: centimos('returned'),
      newestSaleId: orNull(text('newestSaleId')),
    },
    `FROM (
        SELECT part.groupKey AS groupKey, SUM(part.salesCount) AS salesCount,
          SUM(part.units) AS units, SUM(part.gross) AS gross, SUM(part.discount) AS discount,
          SUM(part.base) AS base, SUM(part.tax) AS tax, SUM(part.total) AS total,
          SUM(part.returned) AS returned, SUM(part.total) - SUM(part.returned) AS net,
          MAX(part.newestSaleId) AS newestSaleId
        FROM (${parts.sql}) part
        GROUP BY part.groupKey WITH ROLLUP
      ) report
      ${place ? `WHERE groupKey IS NULL OR ${place.sql}` : ''}
      ORDER BY groupKey IS NOT NULL, ${clause} LIMIT ${first + 2}`,
    [...(counted?.values ?? []), ...(parts.values ?? []), ...(place?.values ?? [])],
  );
}

/** The lines of sales, as far as they say how a product was called. */
export function findNames(
  saleIds: readonly string[],
): Query<Pick<SaleItemRow, 'saleId' | 'productId' | 'sku' | 'productName'>> {
  return select(SALE_ITEM, ['saleId', 'productId', 'sku', 'productName'], 'WHERE saleId IN (?)', [
    ['', ...saleIds],
  ]);
}
