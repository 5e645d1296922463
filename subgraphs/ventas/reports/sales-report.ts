import { refusal } from '../../../common/process/errors/refusals.ts';
import { type PageArguments, pageArguments } from '../../../common/subgraph/database/keyset.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import type { Connection } from '../../../common/subgraph/graphql/connection.ts';
import { parseGivenId } from '../../../common/values/ids.ts';
import { daysBetween } from '../../../common/values/lima-day.ts';
import type { QueryReporteVentasArgs, SalesGroup } from '../generated/schema-types.ts';
import type { ReportRange } from './report-parts-store.ts';
import {
  type ReportRow,
  type ReportSums,
  readReportRows,
  reportCursor,
} from './sales-report-store.ts';

/** Longer ones would read more rows than a request has time for. */
const MAX_DAYS = 31;
/** All hours of the longest report fit, and so does the catalog of a small shop. */
const REPORT_SIZE = { maxRows: 1_000, defaultRows: 100 };

/** A row of a report, or the sums over all of its rows. */
export interface ReportLine extends ReportSums {
  key: string;
  /** Null but in a report by sellers. */
  sellerId: number | null;
  /** Null but in a report by products. */
  productId: number | null;
}

/** A page of a report of sales. */
export interface ReportPage {
  group: SalesGroup;
  rows: readonly (ReportRow & ReportLine)[];
  totals: ReportLine;
  pageInfo: Connection<ReportRow>['pageInfo'];
}

/**
 * Sums sales and returns up.
 * @throws refusal BAD_USER_INPUT when the days or the page are outside of their limits
 */
export async function reportSales(sql: Sql, args: QueryReporteVentasArgs): Promise<ReportPage> {
  const { groupBy: group } = args;
  const range = readRange(args);
  const page = pageArguments(args, REPORT_SIZE);
  const { rows: found, totals } = await readReportRows(sql, group, range, page);
  const rows = found.slice(0, page.first).map((row) => ({
    ...row,
    sellerId: group === 'SELLER' ? Number(row.key) : null,
    productId: group === 'PRODUCT' ? Number(row.key) : null,
  }));
  return {
    group,
    rows,
    totals: { ...totals, key: 'TOTAL', sellerId: null, productId: null },
    pageInfo: { ...placeOf(group, rows, page), hasNextPage: found.length > page.first },
  };
}

function placeOf(group: SalesGroup, rows: readonly ReportRow[], { after }: PageArguments) {
  const [first, last] = [rows.at(0), rows.at(-1)];
  return {
    hasPreviousPage: after !== null,
    startCursor: first ? reportCursor(group, first) : null,
    endCursor: last ? reportCursor(group, last) : null,
  };
}

function readRange({ from, to, sellerId }: QueryReporteVentasArgs): ReportRange {
  const days = daysBetween(from, to);
  if (days < 1) throw refusal('BAD_USER_INPUT', 'to es anterior a from.');
  if (days > MAX_DAYS) {
    throw refusal('BAD_USER_INPUT', `Un reporte abarca ${MAX_DAYS} días como máximo.`);
  }
  return { from, to, sellerId: parseGivenId(sellerId) };
}
