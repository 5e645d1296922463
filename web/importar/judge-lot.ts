// The outcome of each row of an import: the gateway's answer in the words of the screen.
import type { ImportarProductosImportarData } from '../generated/operations.ts';
import { money } from '../words/format.ts';
import { FIELD_LABELS } from './columns.ts';
import type { ImportRow } from './import-rows.ts';

export type RowStatus = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'FAILED';

/** The outcome of a row, and what is to be said of it. */
export interface JudgedRow {
  status: RowStatus;
  /** Of a refused row why; of one that changes a product what becomes of its fields. */
  notes: readonly string[];
}

type Payload = NonNullable<ImportarProductosImportarData['importarProductos']>;
type CurrentProduct = NonNullable<Payload['results'][number]['product']>;

const PATH_LABELS: Readonly<Record<string, string>> = {
  ...FIELD_LABELS,
  categorySlug: FIELD_LABELS.category,
};

/** Reads the answer to a lot, row by row. */
export function judgeLot(rows: readonly ImportRow[], payload: Payload): JudgedRow[] {
  const reasons = reasonsByRow(payload.userErrors);
  return rows.map(({ input }, at) => {
    const result = payload.results[at];
    if (result === undefined || result.status === 'FAILED') {
      return { status: 'FAILED', notes: reasons.get(at) ?? ['El servicio la rechazó'] };
    }
    const { status, product } = result;
    return { status, notes: status === 'UPDATED' && product ? changesOf(product, input) : [] };
  });
}

function reasonsByRow(errors: Payload['userErrors']): Map<number, string[]> {
  const reasons = new Map<number, string[]>();
  for (const { path, message } of errors) {
    const at = path?.indexOf('rows') ?? -1;
    const row = Number(path?.[at + 1]);
    const label = PATH_LABELS[path?.at(-1) ?? ''];
    const reason = label === undefined ? message : `${label}: ${message}`;
    reasons.set(row, [...(reasons.get(row) ?? []), reason]);
  }
  return reasons;
}

/** The changed fields of a product: short values before and after, of long ones the name alone. */
function changesOf(product: CurrentProduct, input: ImportRow['input']): string[] {
  const { price, minimum, name, barcode, description, categorySlug } = input;
  const isNew = (next: string | null | undefined, now: string | null) =>
    typeof next === 'string' && next !== now;
  return [
    ...(price && price !== product.price
      ? [`precio ${money(product.price)} → ${money(price)}`]
      : []),
    ...(isNew(minimum, String(product.stock.minimum))
      ? [`mínimo ${product.stock.minimum} → ${minimum}`]
      : []),
    ...(isNew(barcode, product.barcode)
      ? [`código ${product.barcode ?? 'vacío'} → ${barcode}`]
      : []),
    ...(isNew(categorySlug, product.category?.slug ?? null) ? ['categoría'] : []),
    ...(isNew(name, product.name) ? ['nombre'] : []),
    ...(isNew(description, product.description) ? ['descripción'] : []),
  ];
}
