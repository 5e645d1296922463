import {
  type Condition,
  hasId,
  type OrderColumn,
  type PageArguments,
  type PageQuery,
} from '../../../common/subgraph/database/keyset.ts';
import { anyOf, holdsWords } from '../../../common/subgraph/database/search.ts';
import { placeholders, type Sql, type Statement } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, selectAll } from '../../../common/subgraph/database/table.ts';
import type { Connection } from '../../../common/subgraph/graphql/connection.ts';
import { endOfLimaDay, startOfLimaDay } from '../../../common/values/lima-day.ts';
import type { SaleStatus } from '../generated/schema-types.ts';
import type { PaymentMethod } from '../payments/tender.ts';
import { SALE, SALE_ITEM } from '../tables.ts';
import type { Order } from './order.ts';
import type { PricedLine, PricedSale } from './price-sale.ts';
import type { SalePeople } from './sale-parties.ts';
import type { SaleSearch } from './sale-search.ts';
import type { SaleTerms } from './sale-terms.ts';

/** A row of the table Sale; amounts are céntimos. Nobody needs its key and what finds it. */
export type SaleRow = Omit<RowOf<typeof SALE>, 'scope' | 'idempotencyKey' | 'idEnd'>;
/** A row of the table SaleItem; amounts are céntimos. */
export type SaleItemRow = RowOf<typeof SALE_ITEM>;
export type SalePage = Connection<SaleRow>;

/** A sale to be written: what was ordered, at the prices that were reserved. */
export interface NewSale extends PricedSale, SalePeople {
  /** The id of its attempt. */
  id: string;
  order: Pick<Order, 'scope' | 'idempotencyKey' | 'tenders'>;
  tillId: number | null;
  /** The session of the till that was open at the intent, if any. */
  cashSessionId: string | null;
  /** The document that is asked for; null for none. */
  document: SaleTerms['document'];
  cashRoundingCentimos: number;
  /** The sum of its tenders. */
  paidCentimos: number;
}

/**
 * Writes sales with their lines. Only inside the transaction that commits their attempts.
 * @param createdAt by the database's clock
 */
export function insertSales(sales: readonly NewSale[], createdAt: Date): Statement[] {
  if (sales.length === 0) return [];
  const rows = sales.map((sale) => [
    sale.id,
    sale.order.scope,
    sale.order.idempotencyKey,
    sale.sellerId,
    sale.sellerName,
    sale.customerId,
    sale.customerName,
    sale.customerDocType,
    sale.customerDocNumber,
    sale.subtotalCentimos,
    sale.taxCentimos,
    sale.discountCentimos,
    sale.totalCentimos,
    sale.tillId,
    sale.cashRoundingCentimos,
    sale.paidCentimos,
    sale.document?.series ?? null,
    createdAt,
  ]);
  const items = sales.flatMap(({ id, lines }) => lines.map((line) => [id, ...itemColumns(line)]));
  return [
    {
      sql: `INSERT INTO Sale (id, scope, idempotencyKey, sellerId, sellerName, customerId,
          customerName, customerDocType, customerDocNumber, subtotalCentimos, taxCentimos,
          discountCentimos, totalCentimos, tillId, cashRoundingCentimos, paidCentimos,
          documentSeries, createdAt)
        VALUES ${placeholders(rows)}`,
      values: rows.flat(),
    },
    {
      sql: `INSERT INTO SaleItem (saleId, lineNumber, productId, sku, productName, quantity,
          unitPriceCentimos, discountCentimos, taxRateBasisPoints, baseCentimos, taxCentimos,
          totalCentimos, categoryId) VALUES ${placeholders(items)}`,
      values: items.flat(),
    },
  ];
}

/** A sale as it stands in the table, from what was written. */
export function rowOfSale(
  { lines: _, order: __, cashSessionId: ___, document, ...sale }: NewSale,
  createdAt: Date,
): SaleRow {
  const nothingBack = { refundedCentimos: 0, returnedCentimos: 0 };
  const documentSeries = document?.series ?? null;
  return {
    ...sale,
    ...nothingBack,
    documentSeries,
    documentId: null,
    status: 'COMPLETED',
    createdAt,
  };
}

function itemColumns(line: PricedLine) {
  return [
    line.lineNumber,
    line.productId,
    line.sku,
    line.productName,
    line.quantity,
    line.unitPriceCentimos,
    line.discountCentimos,
    line.taxRateBasisPoints,
    line.baseCentimos,
    line.taxCentimos,
    line.totalCentimos,
    line.categoryId,
  ];
}

export function findSales(sql: Sql, ids: readonly string[]): Promise<SaleRow[]> {
  return sql.query(selectAll(SALE, 'WHERE id IN (?)', [ids]));
}

/** @returns the lines of many sales, each sale's in their order */
export function findItems(sql: Sql, saleIds: readonly string[]): Promise<SaleItemRow[]> {
  return sql.query(
    selectAll(SALE_ITEM, 'WHERE saleId IN (?) ORDER BY saleId, lineNumber', [saleIds]),
  );
}

/** The filter of a list of sales; days are in America/Lima, both included. */
export interface SaleFilter {
  customerId?: number | 'unknown' | null;
  sellerId?: number | 'unknown' | null;
  status?: SaleStatus | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  search?: SaleSearch | null;
  tillId?: number | 'unknown' | null;
  paymentMethod?: PaymentMethod | null | undefined;
}

const NEWEST_FIRST: readonly OrderColumn<'createdAt' | 'id'>[] = [
  { column: 'createdAt', direction: 'DESC', holds: 'instant' },
  { column: 'id', direction: 'DESC', holds: 'ascii' },
];

/** The page of sales that a list shows, newest first. */
export function salePage(filter: SaleFilter, page: PageArguments): PageQuery<RowOf<typeof SALE>> {
  return { table: SALE, where: conditionsOf(filter), orderBy: NEWEST_FIRST, ...page };
}

function conditionsOf(filter: SaleFilter): Condition[] {
  const { customerId, sellerId, tillId, status, from, to, search, paymentMethod } = filter;
  const conditions: Condition[] = [];
  if (customerId != null) conditions.push(hasId(SALE, 'customerId', customerId));
  if (sellerId != null) conditions.push(hasId(SALE, 'sellerId', sellerId));
  if (tillId != null) conditions.push(hasId(SALE, 'tillId', tillId));
  if (status) conditions.push({ sql: 'status = ?', values: [status] });
  if (from) conditions.push({ sql: 'createdAt >= ?', values: [startOfLimaDay(from)] });
  if (to) conditions.push({ sql: 'createdAt <= ?', values: [endOfLimaDay(to)] });
  if (search) conditions.push(isFoundBy(search));
  if (paymentMethod) {
    // A server would answer EXISTS by reading the payments of all sales first.
    conditions.push({
      sql: '0 < (SELECT COUNT(*) FROM Payment WHERE Payment.saleId = Sale.id AND method = ?)',
      values: [paymentMethod],
    });
  }
  return conditions;
}

/** Sales with one of the keys that a text may be; an index has each but the name. */
function isFoundBy({ document, idEnds, docNumber, name }: SaleSearch): Condition {
  const ways: Condition[] = [];
  if (document) {
    ways.push({
      sql: 'Sale.id IN (SELECT saleId FROM SaleDocument WHERE series = ? AND number = ?)',
      values: [document.series, document.number],
    });
  }
  if (idEnds.length > 0) ways.push({ sql: 'idEnd IN (?)', values: [idEnds] });
  if (docNumber !== null) ways.push({ sql: 'customerDocNumber = ?', values: [docNumber] });
  if (name) ways.push(holdsWords('customerName', name));
  return anyOf(ways);
}
