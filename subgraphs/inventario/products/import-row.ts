import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { parseSoles } from '../../../common/values/money.ts';
import { normalText } from '../../../common/values/text.ts';
import type { ImportProductInput } from '../generated/schema-types.ts';
import { type FieldsReading, MAX_STOCK_UNITS, readProductFields } from './product-rules.ts';

/** The fields of a row as they are kept; undefined where the row gives nothing. */
export interface ImportedFields {
  sku: string;
  name: string | undefined;
  /** In céntimos. */
  price: number | undefined;
  barcode: string | undefined;
  description: string | undefined;
  categorySlug: string | undefined;
  minimum: number | undefined;
  openingStock: number | undefined;
}

type Cell = keyof ImportProductInput;

const PRICE_FORM = 'Lleva punto y no coma para los decimales, dos como máximo: 1299.90.';
const UNITS_FORM = `Va de 0 a ${MAX_STOCK_UNITS}, en cifras y sin decimales.`;
const UNITS = /^\d{1,10}$/;

/**
 * Reads a row of a file cell by cell: whatever a cell holds, it is an error of this row at most.
 * @param path its place in the input
 */
export function readRow(row: ImportProductInput, path: string[]): FieldsReading<ImportedFields> {
  const errors: UserError[] = [];
  const cell = (name: Cell) => row[name]?.trim() || undefined;
  const number = (name: Cell, parse: (text: string) => number | null, unreadable: UserError) => {
    const text = cell(name);
    const value = text === undefined ? undefined : parse(text);
    if (value === null) errors.push(unreadable);
    return value ?? undefined;
  };
  const units = (name: Cell) =>
    number(name, parseUnits, userError('INVALID_QUANTITY', [...path, name], UNITS_FORM));
  const reading = readProductFields<ImportedFields>(
    {
      sku: cell('sku') ?? '',
      name: cell('name'),
      price: number(
        'price',
        parseSoles,
        userError('INVALID_PRICE', [...path, 'price'], PRICE_FORM),
      ),
      barcode: cell('barcode'),
      description: cell('description'),
      categorySlug: slugOf(cell('categorySlug')),
      minimum: units('minimum'),
      openingStock: units('openingStock'),
    },
    path,
  );
  return { fields: reading.fields, errors: [...reading.errors, ...errors] };
}

function parseUnits(text: string): number | null {
  return UNITS.test(text) ? Number(text) : null;
}

function slugOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : normalText(text);
}
