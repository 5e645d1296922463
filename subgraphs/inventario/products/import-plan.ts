import {
  type ErrorCode,
  type UserError,
  userError,
} from '../../../common/process/errors/error-codes.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import type { ImportProductInput } from '../generated/schema-types.ts';
import { type ImportedFields, readRow } from './import-row.ts';
import {
  findBarcodes,
  findCategoryIds,
  type ImportedColumns,
  lockProductsBySku,
} from './import-store.ts';
import { type FieldsReading, givenTexts } from './product-rules.ts';
import type { ProductRow } from './product-store.ts';

/** A row of an import, judged; the columns of a refused one are null. */
export interface PlannedRow {
  sku: string;
  errors: UserError[];
  existing: ProductRow | null;
  columns: ImportedColumns | null;
  openingStock: number;
}

/** Judges every row by itself and beside the others, and locks the products that they change. */
export async function planRows(
  sql: Sql,
  rows: readonly ImportProductInput[],
): Promise<PlannedRow[]> {
  const readings = rows.map((row, index) => readRow(row, pathOf(index)));
  const given = rows.map(({ sku }) => sku?.trim() ?? '');
  const fields = readings.map((reading) => reading.fields);
  const existingBySku = await lockProductsBySku(sql, [...given, ...fields.map(({ sku }) => sku)]);
  const skuByBarcode = await findBarcodes(
    sql,
    fields.flatMap(({ barcode }) => barcode ?? []),
  );
  const slugs = fields.flatMap(({ categorySlug }) => categorySlug ?? []);
  const categoryIdBySlug = await findCategoryIds(sql, slugs);
  const codes: KnownCodes = { seenSkus: new Set(), skuByBarcode, categoryIdBySlug };
  return readings.map((reading, index) => {
    const existing = existingBySku.get(given[index] ?? '') ?? existingBySku.get(reading.fields.sku);
    return planRow(reading, existing ?? null, { path: pathOf(index), codes });
  });
}

function pathOf(index: number): string[] {
  return ['rows', String(index)];
}

/** Codes that products have, or that an earlier row of the same import claims. */
interface KnownCodes {
  seenSkus: Set<string>;
  skuByBarcode: Map<string, string>;
  categoryIdBySlug: ReadonlyMap<string, number>;
}

function planRow(
  reading: FieldsReading<ImportedFields>,
  existing: ProductRow | null,
  { path, codes }: { path: string[]; codes: KnownCodes },
): PlannedRow {
  // Two products from before texts were composed may have one SKU: theirs is kept.
  const fields = { ...reading.fields, sku: existing?.sku ?? reading.fields.sku };
  const { sku, barcode, openingStock = 0 } = fields;
  const errors = [
    ...reading.errors,
    ...(existing === null ? missingFields(reading, path) : []),
    ...checkCodes(fields, path, codes),
  ];
  if (errors.length > 0) return { sku, errors, existing, columns: null, openingStock };
  // Only a good row claims its codes: a refused one must not keep a later one out.
  codes.seenSkus.add(sku);
  if (barcode !== undefined) codes.skuByBarcode.set(barcode, sku);
  const columns = columnsOf(fields, existing, codes.categoryIdBySlug);
  return { sku, errors, existing, columns, openingStock };
}

/** The fields that a new product needs and its row does not give; an unreadable one is given. */
function missingFields(
  { fields: { name, price }, errors }: FieldsReading<ImportedFields>,
  path: string[],
): UserError[] {
  const isPriceTold = errors.some((error) => error.path?.at(-1) === 'price');
  return [
    ...(name === undefined ? [userError('INVALID_INPUT', [...path, 'name'], NEEDED)] : []),
    ...(price === undefined && !isPriceTold
      ? [userError('INVALID_PRICE', [...path, 'price'], NEEDED)]
      : []),
  ];
}

const NEEDED = 'Un producto nuevo lo necesita.';

function checkCodes(
  { sku, barcode, categorySlug }: ImportedFields,
  path: string[],
  { seenSkus, skuByBarcode, categoryIdBySlug }: KnownCodes,
): UserError[] {
  const errors: UserError[] = [];
  const refuse = (code: ErrorCode, field: string) => {
    errors.push(userError(code, [...path, field]));
  };
  if (seenSkus.has(sku)) refuse('DUPLICATE_SKU', 'sku');
  if (barcode !== undefined && (skuByBarcode.get(barcode) ?? sku) !== sku) {
    refuse('DUPLICATE_BARCODE', 'barcode');
  }
  if (categorySlug !== undefined && !categoryIdBySlug.has(categorySlug)) {
    refuse('CATEGORY_NOT_FOUND', 'categorySlug');
  }
  return errors;
}

/** A field that the row does not give stays as it is, or takes the default of a new product. */
function columnsOf(
  fields: ImportedFields,
  existing: ProductRow | null,
  categoryIdBySlug: ReadonlyMap<string, number>,
): ImportedColumns | null {
  const { sku, categorySlug, name = existing?.name, price = existing?.priceCentimos } = fields;
  if (name === undefined || price === undefined) return null;
  return {
    sku,
    name,
    priceCentimos: price,
    ...givenTexts(fields),
    categoryId:
      (categorySlug && categoryIdBySlug.get(categorySlug)) || existing?.categoryId || null,
    minimum: fields.minimum ?? existing?.minimum ?? 0,
  };
}
