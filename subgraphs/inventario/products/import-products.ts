import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { refusal } from '../../../common/process/errors/refusals.ts';
import type { AuditEvent } from '../../../common/subgraph/audit/audit-store.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import type { LockingEditDeps } from '../../../common/subgraph/edit/edit.ts';
import type { AuditKind } from '../audit-kinds.ts';
import { lockingEdit } from '../edit.ts';
import type { ImportProductInput, ImportRowStatus } from '../generated/schema-types.ts';
import {
  findBarcodes,
  findBySku,
  findCategoryIds,
  type ImportedColumns,
  insertImported,
  lockProductsBySku,
  updateImported,
} from './import-store.ts';
import { givenTexts, readProductFields } from './product-rules.ts';
import { auditSubject, type ProductRow, productChanged, productCreated } from './product-store.ts';

const MAX_ROWS = 1_000;

/** The outcome of an import; `results` has an entry per row, in their order. */
export interface ProductImport {
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  results: { status: ImportRowStatus; product: ProductRow | null }[];
  userErrors: UserError[];
}

/** A row as far as it has been understood. */
interface PlannedRow {
  row: ImportProductInput;
  errors: UserError[];
  existing: ProductRow | null;
  columns: ImportedColumns;
}

/**
 * Creates or updates products by SKU, in one transaction; a bad row is left out and reported.
 * @throws refusal BAD_USER_INPUT when there are no rows or more than 1,000
 */
export async function importProducts(
  deps: LockingEditDeps,
  rows: readonly ImportProductInput[],
): Promise<ProductImport> {
  if (rows.length === 0 || rows.length > MAX_ROWS) {
    throw refusal('BAD_USER_INPUT', `rows lleva de 1 a ${MAX_ROWS} filas.`);
  }
  const actorId = deps.request?.caller.actor?.id ?? null;
  return lockingEdit(deps, (sql, audit) => importRows(sql, { rows, actorId, audit }));
}

interface Import {
  rows: readonly ImportProductInput[];
  /** The importer, for the ledger. */
  actorId: string | null;
  audit(event: AuditEvent<AuditKind>): void;
}

async function importRows(sql: Sql, { rows, actorId, audit }: Import): Promise<ProductImport> {
  const plan = await planRows(sql, rows);
  const good = plan.filter(({ errors }) => errors.length === 0);
  const created = good.filter(({ existing }) => existing === null);
  const updated = good.flatMap(({ existing, columns }) =>
    existing && differs(existing, columns) ? [{ ...existing, ...columns }] : [],
  );
  await insertImported(
    sql,
    created.map(({ row, columns }) => ({ ...columns, openingStock: row.openingStock ?? 0 })),
    actorId,
  );
  await updateImported(sql, updated);
  const productBySku = await findBySku(
    sql,
    good.map(({ row }) => row.sku),
  );
  for (const planned of good) auditEvents(planned, productBySku).forEach(audit);
  const updatedSkus = new Set(updated.map(({ sku }) => sku));
  const results = plan.map((planned) => resultOf(planned, updatedSkus, productBySku));
  const count = (status: ImportRowStatus) => results.filter((row) => row.status === status).length;
  return {
    created: count('CREATED'),
    updated: count('UPDATED'),
    unchanged: count('UNCHANGED'),
    failed: count('FAILED'),
    results,
    userErrors: plan.flatMap(({ errors }) => errors),
  };
}

/**
 * The audit entries of a row: the product that it made with its stock, or the changes. Each product
 * has entries of its own, as an edit by hand has: a search for the changes of a product finds them
 * under the product, and not in the counts of an import.
 */
function auditEvents(
  { row, existing, columns }: PlannedRow,
  productBySku: ReadonlyMap<string, ProductRow>,
): AuditEvent<AuditKind>[] {
  if (existing) return productChanged(existing, columns);
  const product = productBySku.get(row.sku);
  if (!product) return [];
  const created = productCreated(product);
  const units = row.openingStock ?? 0;
  if (units === 0) return [created];
  const detail = `INITIAL ${units}, available ${units}: import`;
  return [created, { kind: 'STOCK_ADJUSTED', subject: auditSubject(product), detail }];
}

function resultOf(
  { errors, existing, row }: PlannedRow,
  updatedSkus: ReadonlySet<string>,
  productBySku: ReadonlyMap<string, ProductRow>,
): ProductImport['results'][number] {
  if (errors.length > 0) return { status: 'FAILED', product: null };
  const product = productBySku.get(row.sku) ?? null;
  if (existing === null) return { status: 'CREATED', product };
  return { status: updatedSkus.has(row.sku) ? 'UPDATED' : 'UNCHANGED', product };
}

async function planRows(sql: Sql, given: readonly ImportProductInput[]): Promise<PlannedRow[]> {
  const readings = given.map((row, index) => readProductFields(row, ['rows', String(index)]));
  const rows = readings.map(({ fields }) => fields);
  const existingBySku = await lockProductsBySku(
    sql,
    rows.map(({ sku }) => sku),
  );
  const skuByBarcode = await findBarcodes(
    sql,
    rows.flatMap(({ barcode }) => barcode ?? []),
  );
  const slugs = rows.flatMap(({ categorySlug }) => categorySlug ?? []);
  const categoryIdBySlug = await findCategoryIds(sql, slugs);
  const codes: TakenCodes = { seenSkus: new Set(), skuByBarcode, categoryIdBySlug };

  return readings.map(({ fields: row, errors: ownErrors }, index) => {
    const errors = [...ownErrors, ...checkCodes(row, ['rows', String(index)], codes)];
    if (errors.length === 0) {
      // Only a good row claims its codes: a refused one must not keep a later one out.
      codes.seenSkus.add(row.sku);
      if (row.barcode) skuByBarcode.set(row.barcode, row.sku);
    }
    const existing = existingBySku.get(row.sku) ?? null;
    const categoryId = row.categorySlug ? categoryIdBySlug.get(row.categorySlug) : null;
    return { row, errors, existing, columns: columnsOf(row, existing, categoryId ?? null) };
  });
}

/** Codes that products have, or that an earlier row of the same import claims. */
interface TakenCodes {
  seenSkus: Set<string>;
  skuByBarcode: Map<string, string>;
  categoryIdBySlug: Map<string, number>;
}

function checkCodes(row: ImportProductInput, path: string[], codes: TakenCodes): UserError[] {
  const errors: UserError[] = [];
  const refuse = (code: Parameters<typeof userError>[0], field: string) => {
    errors.push(userError(code, [...path, field]));
  };
  if (codes.seenSkus.has(row.sku)) refuse('DUPLICATE_SKU', 'sku');
  if (row.barcode) {
    const owner = codes.skuByBarcode.get(row.barcode) ?? row.sku;
    if (owner !== row.sku) refuse('DUPLICATE_BARCODE', 'barcode');
  }
  if (row.categorySlug && !codes.categoryIdBySlug.has(row.categorySlug)) {
    refuse('CATEGORY_NOT_FOUND', 'categorySlug');
  }
  return errors;
}

/** A field left out stays as it is, or takes the default of a new product. */
function columnsOf(
  row: ImportProductInput,
  existing: ProductRow | null,
  categoryId: number | null,
): ImportedColumns {
  const minimum = row.minimum === undefined ? existing?.minimum : row.minimum;
  return {
    sku: row.sku,
    name: row.name,
    priceCentimos: row.price,
    ...givenTexts(row),
    categoryId: row.categorySlug === undefined ? (existing?.categoryId ?? null) : categoryId,
    minimum: minimum ?? 0,
  };
}

function differs(existing: ProductRow, columns: ImportedColumns): boolean {
  const names = Object.keys(columns) as (keyof ImportedColumns)[];
  return names.some((name) => existing[name] !== columns[name]);
}
