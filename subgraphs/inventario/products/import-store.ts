import { placeholders, type Sql } from '../../../common/subgraph/database/sql.ts';
import { select, selectAll } from '../../../common/subgraph/database/table.ts';
import { PRODUCT } from '../tables.ts';
import { OPTIONAL_TEXTS, type OptionalText } from './product-rules.ts';
import type { ProductRow } from './product-store.ts';

const REQUIRED_COLUMNS = ['sku', 'name', 'priceCentimos', 'gtin', 'categoryId', 'minimum'] as const;
const COLUMNS = [...REQUIRED_COLUMNS, ...OPTIONAL_TEXTS];

/** The columns that an import writes; a new product has no text that is left out. */
export type ImportedColumns = Pick<ProductRow, (typeof REQUIRED_COLUMNS)[number]> &
  Partial<Pick<ProductRow, OptionalText>>;

/**
 * Locks the products that have one of these SKUs, in the order of their ids.
 * @returns them by SKU
 */
export async function lockProductsBySku(
  sql: Sql,
  skus: readonly string[],
): Promise<Map<string, ProductRow>> {
  if (skus.length === 0) return new Map();
  // The ids first, without locks: an index on sku would lock in another order than by id.
  const found = await sql.query(select(PRODUCT, ['id'], 'WHERE sku IN (?)', [skus]));
  if (found.length === 0) return new Map();
  const ids = found.map(({ id }) => id);
  const rows = await sql.query(selectAll(PRODUCT, 'WHERE id IN (?) ORDER BY id FOR UPDATE', [ids]));
  return new Map(rows.map((row) => [row.sku, row]));
}

/** @returns the products that have one of these barcodes or numbers */
export async function findBarcodes(
  sql: Sql,
  barcodes: readonly string[],
  gtins: readonly string[],
): Promise<Pick<ProductRow, 'sku' | 'barcode' | 'gtin'>[]> {
  if (barcodes.length === 0) return [];
  // No code is empty: it keeps the list from being so, which SQL does not allow.
  const values = [barcodes, ['', ...gtins]];
  return sql.query(
    select(PRODUCT, ['sku', 'barcode', 'gtin'], 'WHERE barcode IN (?) OR gtin IN (?)', values),
  );
}

/** Inserts products with their opening stock and the ledger line of each stock that is not zero. */
export async function insertImported(
  sql: Sql,
  products: readonly (ImportedColumns & { openingStock: number })[],
  actorId: string | null,
): Promise<void> {
  if (products.length === 0) return;
  const rows = products.map(({ openingStock, ...product }) => [
    ...columnsOf(product),
    openingStock,
    openingStock > 0 ? 1 : 0,
  ]);
  await sql.execute(
    `INSERT INTO Product (${COLUMNS.join(', ')}, available, lastSeq)
     VALUES ${placeholders(rows)}`,
    rows.flat(),
  );
  await sql.execute(
    `INSERT INTO StockMovement (productId, seq, kind, delta, availableAfter, actorId, occurredAt)
     SELECT id, lastSeq, 'INITIAL', available, available, ?, NOW(3)
       FROM Product WHERE sku IN (?) AND lastSeq = 1`,
    [actorId, products.map(({ sku }) => sku)],
  );
}

/** Takes the barcodes of locked products away, so that they can be given to each other. */
export async function clearBarcodes(sql: Sql, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await sql.execute('UPDATE Product SET barcode = NULL, gtin = NULL WHERE id IN (?)', [ids]);
}

const NEW_VALUES = COLUMNS.map((name) => `${name} = VALUES(${name})`).join(', ');

/** Writes the new values of locked products; stock stays as it is. */
export async function updateImported(
  sql: Sql,
  products: readonly Pick<ProductRow, 'id' | (typeof COLUMNS)[number]>[],
): Promise<void> {
  if (products.length === 0) return;
  const rows = products.map(({ id, ...product }) => [id, ...columnsOf(product)]);
  await sql.execute(
    `INSERT INTO Product (id, ${COLUMNS.join(', ')}) VALUES ${placeholders(rows)}
     ON DUPLICATE KEY UPDATE ${NEW_VALUES}, version = version + 1, updatedAt = NOW(3)`,
    rows.flat(),
  );
}

function columnsOf(product: ImportedColumns) {
  return COLUMNS.map((name) => product[name] ?? null);
}

/** @returns products by SKU, as they are now */
export async function findBySku(
  sql: Sql,
  skus: readonly string[],
): Promise<Map<string, ProductRow>> {
  if (skus.length === 0) return new Map();
  const rows = await sql.query(selectAll(PRODUCT, 'WHERE sku IN (?)', [skus]));
  return new Map(rows.map((row) => [row.sku, row]));
}
