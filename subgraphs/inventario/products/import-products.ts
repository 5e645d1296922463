import type { UserError } from '../../../common/process/errors/error-codes.ts';
import { refusal } from '../../../common/process/errors/refusals.ts';
import type { AuditEvent } from '../../../common/subgraph/audit/audit-store.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import type { LockingEditDeps } from '../../../common/subgraph/edit/edit.ts';
import type { AuditKind } from '../audit-kinds.ts';
import { raiseCatalog } from '../catalog/catalog-store.ts';
import { lockingEdit } from '../edit.ts';
import type { ImportarProductosInput, ImportRowStatus } from '../generated/schema-types.ts';
import { type PlannedRow, planRows } from './import-plan.ts';
import {
  clearBarcodes,
  findBySku,
  type ImportedColumns,
  insertImported,
  lockProductsBySku,
  updateImported,
} from './import-store.ts';
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

/**
 * Creates or updates products by SKU, in one transaction; a bad row is left out and reported. A dry
 * run judges the rows alike and writes nothing.
 * @throws refusal BAD_USER_INPUT when there are no rows or more than 1,000
 */
export async function importProducts(
  deps: LockingEditDeps,
  { rows, dryRun }: ImportarProductosInput,
): Promise<ProductImport> {
  if (rows.length === 0 || rows.length > MAX_ROWS) {
    throw refusal('BAD_USER_INPUT', `rows lleva de 1 a ${MAX_ROWS} filas.`);
  }
  return lockingEdit(deps, async (sql, audit, last) => {
    // A preview that locked the products would make their sales wait.
    const plan = await planRows(sql, rows, dryRun ? findBySku : lockProductsBySku);
    if (dryRun) return outcomeOf(plan, existingBySku(plan));
    await writeRows(sql, plan, deps.request?.caller.actor?.id ?? null);
    const productBySku = await findBySku(
      sql,
      plan.filter(isGood).map(({ sku }) => sku),
    );
    for (const row of plan.filter(isGood)) auditEvents(row, productBySku).forEach(audit);
    const outcome = outcomeOf(plan, productBySku);
    const written = outcome.results.filter(({ status }) => WRITTEN.has(status));
    const ids = written.flatMap(({ product }) => product?.id ?? []);
    // An import that changes nothing must not send every client for its changes.
    if (ids.length > 0) last(raiseCatalog(ids));
    return outcome;
  });
}

const WRITTEN: ReadonlySet<ImportRowStatus> = new Set(['CREATED', 'UPDATED']);

type GoodRow = PlannedRow & { columns: ImportedColumns };

function isGood(row: PlannedRow): row is GoodRow {
  return row.columns !== null;
}

/** @param actorId the importer, for the ledger */
async function writeRows(
  sql: Sql,
  plan: readonly PlannedRow[],
  actorId: string | null,
): Promise<void> {
  const good = plan.filter(isGood);
  const created = good.filter(({ existing }) => existing === null);
  await clearBarcodes(
    sql,
    good.flatMap(({ existing, columns: { barcode } }) =>
      existing && barcode !== undefined && barcode !== existing.barcode ? [existing.id] : [],
    ),
  );
  await insertImported(
    sql,
    created.map(({ columns, openingStock }) => ({ ...columns, openingStock })),
    actorId,
  );
  await updateImported(
    sql,
    good.flatMap(({ existing, columns }) =>
      existing && differs(existing, columns) ? [{ ...existing, ...columns }] : [],
    ),
  );
}

function existingBySku(plan: readonly PlannedRow[]): Map<string, ProductRow> {
  return new Map(plan.flatMap(({ sku, existing }) => (existing ? [[sku, existing] as const] : [])));
}

function outcomeOf(
  plan: readonly PlannedRow[],
  productBySku: ReadonlyMap<string, ProductRow>,
): ProductImport {
  const results = plan.map((row) => {
    const product = isGood(row) ? (productBySku.get(row.sku) ?? null) : null;
    return { status: statusOf(row), product };
  });
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

function statusOf({ columns, existing }: PlannedRow): ImportRowStatus {
  if (columns === null) return 'FAILED';
  if (existing === null) return 'CREATED';
  return differs(existing, columns) ? 'UPDATED' : 'UNCHANGED';
}

/**
 * The audit entries of a row: the product that it made with its stock, or the changes. Each product
 * has entries of its own, as an edit by hand has: a search for the changes of a product finds them
 * under the product, and not in the counts of an import.
 */
function auditEvents(
  { sku, existing, columns, openingStock }: GoodRow,
  productBySku: ReadonlyMap<string, ProductRow>,
): AuditEvent<AuditKind>[] {
  const { gtin: _gtin, ...told } = columns;
  if (existing) return productChanged(existing, told);
  const product = productBySku.get(sku);
  if (!product) return [];
  const created = productCreated(product);
  if (openingStock === 0) return [created];
  const detail = `INITIAL ${openingStock}, available ${openingStock}: import`;
  return [created, { kind: 'STOCK_ADJUSTED', subject: auditSubject(product), detail }];
}

function differs(existing: ProductRow, columns: ImportedColumns): boolean {
  const names = Object.keys(columns) as (keyof ImportedColumns)[];
  return names.some((name) => existing[name] !== columns[name]);
}
