import type { AuditEvent } from '../../../common/subgraph/audit/audit-store.ts';
import { describeEdit } from '../../../common/subgraph/audit/describe-edit.ts';
import type {
  Condition,
  OrderColumn,
  PageArguments,
  PageQuery,
} from '../../../common/subgraph/database/keyset.ts';
import {
  anyOf,
  beginsWith,
  holdsWords,
  type Search,
} from '../../../common/subgraph/database/search.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, selectAll } from '../../../common/subgraph/database/table.ts';
import {
  orNullWhenTaken,
  updateVersioned,
  type VersionedWrite,
} from '../../../common/subgraph/edit/edit.ts';
import type { Connection } from '../../../common/subgraph/graphql/connection.ts';
import { gtinOf } from '../../../common/values/gtin.ts';
import { formatSoles } from '../../../common/values/money.ts';
import type { AuditKind } from '../audit-kinds.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { ProductOrder, ProductStatus } from '../generated/schema-types.ts';
import { PRODUCT } from '../tables.ts';

/** A row of the table Product. */
export type ProductRow = RowOf<typeof PRODUCT>;
export type ProductPage = Connection<ProductRow>;

/** The filter of a list of products. */
export interface ProductFilter {
  search: Search | null;
  /** A category with all those below it; an empty list matches nothing. */
  categoryIds: readonly number[] | null;
  status: ProductStatus | null;
  /** Only these products; an empty list matches nothing. */
  ids: readonly number[] | null;
  /** Only products whose stock is low, or only the others. */
  lowStock: boolean | null;
}

/** The filter of all products. */
export const EVERY_PRODUCT: ProductFilter = {
  search: null,
  categoryIds: null,
  status: null,
  ids: null,
  lowStock: null,
};

type ProductColumn = OrderColumn<keyof ProductRow>;

const ORDERS: Record<ProductOrder, readonly ProductColumn[]> = {
  NAME: [by('name', 'ASC', 'text'), by('id', 'ASC')],
  SKU: [by('sku', 'ASC', 'text')],
  PRICE_ASC: [by('priceCentimos', 'ASC'), by('id', 'ASC')],
  PRICE_DESC: [by('priceCentimos', 'DESC'), by('id', 'DESC')],
  NEWEST: [by('id', 'DESC')],
};

function by(
  column: keyof ProductRow,
  direction: OrderColumn['direction'],
  holds: OrderColumn['holds'] = 'integer',
): ProductColumn {
  return { column, direction, holds };
}

/** The page of products that a list shows. */
export function productPage(
  filter: ProductFilter,
  order: ProductOrder,
  page: PageArguments,
): PageQuery<ProductRow> {
  const rank = filter.search === null ? undefined : exactnessFor(filter.search);
  const where = conditionsOf(filter);
  const list = { table: PRODUCT, where, rank, orderBy: ORDERS[order], ...page };
  return filter.lowStock ? { ...list, skippedIndexes: ORDER_INDEXES } : list;
}

/** The indexes that hold an order of products. */
const ORDER_INDEXES = [
  'PRIMARY',
  'Product_name_idx',
  'Product_sku_key',
  'Product_priceCentimos_idx',
];

/** Codes are compared without case and accents, as names are. */
const FOLDED = 'COLLATE utf8mb4_unicode_ci';

/** The product that has exactly this code comes first, then one whose letters differ in case. */
function exactnessFor({ text }: Search): Condition {
  return {
    sql: `CASE WHEN sku = ? OR barcode = ? OR gtin = ? THEN 2
      WHEN sku ${FOLDED} = ? OR barcode ${FOLDED} = ? THEN 1 ELSE 0 END`,
    values: [text, text, gtinOf(text) ?? '', text, text],
  };
}

/** A product that nobody sells any more is none to order. */
const IS_LOW = "(status = 'ACTIVE' AND available <= minimum)";

function conditionsOf({ search, categoryIds, status, ids, lowStock }: ProductFilter): Condition[] {
  const conditions: Condition[] = [];
  if (search !== null) {
    conditions.push(
      anyOf([
        holdsWords('name', search),
        beginsWith(`sku ${FOLDED}`, search),
        beginsWith(`barcode ${FOLDED}`, search),
        { sql: 'gtin = ?', values: [gtinOf(search.text) ?? ''] },
      ]),
    );
  }
  if (categoryIds !== null) conditions.push(isOneOf('categoryId', categoryIds));
  if (status !== null) conditions.push({ sql: 'status = ?', values: [status] });
  if (ids !== null) conditions.push(isOneOf('id', ids));
  if (lowStock !== null) {
    conditions.push({ sql: lowStock ? IS_LOW : `NOT ${IS_LOW}`, values: [] });
  }
  return conditions;
}

function isOneOf(column: keyof ProductRow, ids: readonly number[]): Condition {
  // 0 is no row's id: it keeps the list from being empty, which SQL does not allow.
  return { sql: `${column} IN (?)`, values: [[0, ...ids]] };
}

/** Products by id, in no order. */
export function findProducts(sql: Sql, ids: number[]): Promise<ProductRow[]> {
  return sql.query(selectAll(PRODUCT, 'WHERE id IN (?)', [ids]));
}

/** Products by SKU, in no order. */
export function findProductsBySku(
  prisma: Pick<PrismaClient, 'product'>,
  skus: string[],
): Promise<ProductRow[]> {
  return prisma.product.findMany({ where: { sku: { in: skus } } });
}

/** The product that has a barcode, by its text or else by its number. */
export async function findProductByBarcode(sql: Sql, barcode: string): Promise<ProductRow | null> {
  const rows = await sql.query(
    selectAll(PRODUCT, 'WHERE barcode = ? OR gtin = ?', [barcode, gtinOf(barcode) ?? '']),
  );
  return rows.find((row) => row.barcode === barcode) ?? rows[0] ?? null;
}

/**
 * The columns that no edit writes: the names of a product, its stock, and those that follow from
 * the edit itself.
 */
type KeptColumn =
  | ('id' | 'sku' | 'available' | 'lastSeq' | 'version' | 'createdAt' | 'updatedAt')
  | ('gtin' | 'catalogVersion');
/** The columns that an edit may write. */
export type ProductChanges = Partial<Omit<ProductRow, KeptColumn>>;

/**
 * The number of a product whose barcode is written. One that stays keeps what it has: of two from
 * before barcodes were numbers, the newer one's counts as a plain code.
 * @param barcode undefined when it is left as it is
 */
export function newGtin(
  barcode: string | null | undefined,
  existing: Pick<ProductRow, 'barcode' | 'gtin'> | null,
): string | null {
  const stays = barcode === undefined || barcode === existing?.barcode;
  if (existing && stays) return existing.gtin;
  return barcode ? gtinOf(barcode) : null;
}

/** @returns null when another product has the SKU or the barcode */
export function insertProduct(
  sql: Prisma.TransactionClient,
  data: Omit<Prisma.ProductUncheckedCreateInput, 'gtin'>,
): Promise<ProductRow | null> {
  const gtin = newGtin(data.barcode, null);
  return orNullWhenTaken(() => sql.product.create({ data: { ...data, gtin } }));
}

/** Writes an edit if the product still has the version that it was made from. */
export async function updateProduct(
  sql: Prisma.TransactionClient,
  target: Pick<ProductRow, 'id' | 'version'>,
  changes: ProductChanges,
): Promise<VersionedWrite<ProductRow>> {
  const data = { ...changes, updatedAt: new Date() };
  const { barcode } = changes;
  if (barcode === undefined) return updateVersioned(sql.product, target, data);
  const existing = await sql.product.findUnique({ where: { id: target.id } });
  return updateVersioned(sql.product, target, { ...data, gtin: newGtin(barcode, existing) });
}

/** The name of a product in the audit log. */
export function auditSubject({ id, sku }: Pick<ProductRow, 'id' | 'sku'>): string {
  return `Product ${id} ${sku}`;
}

/** The audit entry of a new product. */
export function productCreated(product: ProductRow): AuditEvent<AuditKind> {
  const detail = `price ${formatSoles(product.priceCentimos)}`;
  return { kind: 'PRODUCT_CREATED', subject: auditSubject(product), detail };
}

/** The audit entries of an edit: one for a new price, and one for the other changes. */
export function productChanged(
  before: ProductRow,
  { priceCentimos = before.priceCentimos, ...others }: ProductChanges,
): AuditEvent<AuditKind>[] {
  const subject = auditSubject(before);
  const events: AuditEvent<AuditKind>[] = [];
  if (priceCentimos !== before.priceCentimos) {
    const detail = `${formatSoles(before.priceCentimos)} → ${formatSoles(priceCentimos)}`;
    events.push({ kind: 'PRICE_CHANGED', subject, detail });
  }
  const detail = describeEdit(before, others, ['status', 'minimum']);
  if (detail !== null) events.push({ kind: 'PRODUCT_CHANGED', subject, detail });
  return events;
}
