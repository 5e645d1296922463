import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { gtinOf } from '../../../common/values/gtin.ts';
import { findCategoryIds } from '../categories/category-store.ts';
import type { ImportProductInput } from '../generated/schema-types.ts';
import { type CodeClaim, type CodeRefusal, settleCodes } from './import-codes.ts';
import { type ImportedFields, readRow } from './import-row.ts';
import { findBarcodes, type ImportedColumns, type lockProductsBySku } from './import-store.ts';
import { type FieldsReading, givenTexts } from './product-rules.ts';
import { newGtin, type ProductRow } from './product-store.ts';

/** A row of an import, judged; the columns of a refused one are null. */
export interface PlannedRow {
  sku: string;
  errors: UserError[];
  existing: ProductRow | null;
  columns: ImportedColumns | null;
  openingStock: number;
}

/** A row whose own cells have been judged. */
interface ReadRow extends Pick<PlannedRow, 'errors' | 'existing'> {
  path: string[];
  fields: ImportedFields;
}

/**
 * Judges every row by itself and beside the others.
 * @param findProducts reads the products that the rows name, and locks them if they are to change
 */
export async function planRows(
  sql: Sql,
  given: readonly ImportProductInput[],
  findProducts: typeof lockProductsBySku,
): Promise<PlannedRow[]> {
  const readings = given.map((row, index) => readRow(row, pathOf(index)));
  const skus = given.map(({ sku }) => sku?.trim() ?? '');
  const existingBySku = await findProducts(sql, [
    ...skus,
    ...readings.map(({ fields }) => fields.sku),
  ]);
  const slugs = readings.flatMap(({ fields }) => fields.categorySlug ?? []);
  const categoryIdBySlug = await findCategoryIds(sql, slugs);
  const rows = readings.map((reading, index) => {
    const existing = existingBySku.get(skus[index] ?? '') ?? existingBySku.get(reading.fields.sku);
    return readBeside(reading, pathOf(index), { existing: existing ?? null, categoryIdBySlug });
  });
  const refusals = await settleAll(sql, rows);
  return rows.map(({ path, fields, existing, errors: ownErrors }, index) => {
    const refusal = refusals.get(index);
    const errors = refusal
      ? [...ownErrors, userError(refusal, [...path, FIELDS[refusal]])]
      : ownErrors;
    const columns = errors.length > 0 ? null : columnsOf(fields, existing, categoryIdBySlug);
    return { sku: fields.sku, errors, existing, columns, openingStock: fields.openingStock ?? 0 };
  });
}

const FIELDS: Readonly<Record<CodeRefusal, string>> = {
  DUPLICATE_SKU: 'sku',
  DUPLICATE_BARCODE: 'barcode',
};

function pathOf(index: number): string[] {
  return ['rows', String(index)];
}

interface Beside {
  existing: ProductRow | null;
  categoryIdBySlug: ReadonlyMap<string, number>;
}

/** Judges a row beside the product and the category that it names. */
function readBeside(
  reading: FieldsReading<ImportedFields>,
  path: string[],
  { existing, categoryIdBySlug }: Beside,
): ReadRow {
  const { categorySlug } = reading.fields;
  const hasCategory = categorySlug === undefined || categoryIdBySlug.has(categorySlug);
  return {
    path,
    existing,
    // Two products from before texts were composed may have one SKU: theirs is kept.
    fields: { ...reading.fields, sku: existing?.sku ?? reading.fields.sku },
    errors: [
      ...reading.errors,
      ...(existing === null ? missingFields(reading, path) : []),
      ...(hasCategory ? [] : [userError('CATEGORY_NOT_FOUND', [...path, 'categorySlug'])]),
    ],
  };
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

/** Decides about the codes of the rows that are good by themselves: a bad one takes none. */
async function settleAll(sql: Sql, rows: readonly ReadRow[]): Promise<Map<number, CodeRefusal>> {
  const claims = rows.flatMap(({ fields, existing, errors }, index): CodeClaim[] => {
    if (errors.length > 0) return [];
    const { sku, barcode } = fields;
    const stays = existing !== null && barcode === existing.barcode;
    if (barcode === undefined) return [{ index, sku, keys: [] }];
    return [
      { index, sku, keys: keysOf({ barcode, gtin: stays ? existing.gtin : gtinOf(barcode) }) },
    ];
  });
  const barcodes = claims.flatMap(({ index }) => rows[index]?.fields.barcode ?? []);
  const owners = await findBarcodes(
    sql,
    barcodes,
    barcodes.flatMap((code) => gtinOf(code) ?? []),
  );
  const ownerByKey = owners.flatMap((owner) =>
    keysOf(owner).map((key): [string, string] => [key, owner.sku]),
  );
  return settleCodes(claims, new Map(ownerByKey));
}

/** A barcode is taken by its text, and by its number when it is one. */
function keysOf({ barcode, gtin }: Pick<ProductRow, 'barcode' | 'gtin'>): string[] {
  return [
    ...(barcode === null ? [] : [`text ${barcode}`]),
    ...(gtin === null ? [] : [`gtin ${gtin}`]),
  ];
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
    gtin: newGtin(fields.barcode, existing),
    categoryId:
      (categorySlug && categoryIdBySlug.get(categorySlug)) || existing?.categoryId || null,
    minimum: fields.minimum ?? existing?.minimum ?? 0,
  };
}
