import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { MAX_PRICE_CENTIMOS, parseSoles } from '../../../common/values/money.ts';

/** The fields of a product that people write; a field left out is not checked. */
export interface ProductFields {
  sku?: string | null | undefined;
  name?: string | null | undefined;
  price?: string | null | undefined;
  barcode?: string | null | undefined;
  description?: string | null | undefined;
  minimum?: number | null | undefined;
  openingStock?: number | null | undefined;
}

/** Most units that stock and minimum may hold, so that a sum stays within the column. */
export const MAX_STOCK_UNITS = 1_000_000_000;

const MAX_LENGTHS = { sku: 64, name: 200, barcode: 64, description: 2_000 } as const;

/**
 * Checks the form of a product's fields.
 * @param path where they stand in the input
 * @returns every error, not only the first
 */
export function checkProductFields(fields: ProductFields, path: string[]): UserError[] {
  return [
    ...checkText(fields, 'sku', path),
    ...checkText(fields, 'name', path),
    ...checkText(fields, 'barcode', path),
    ...checkText(fields, 'description', path),
    ...checkPrice(fields.price, path),
    ...checkUnits(fields, 'minimum', path),
    ...checkUnits(fields, 'openingStock', path),
  ];
}

const MAY_BE_CLEARED = new Set<keyof ProductFields>(['barcode', 'description']);

function checkText(
  fields: ProductFields,
  name: keyof typeof MAX_LENGTHS,
  path: string[],
): UserError[] {
  const text = fields[name];
  if (text === undefined || (text === null && MAY_BE_CLEARED.has(name))) return [];
  const maxLength = MAX_LENGTHS[name];
  const isGood =
    text !== null && text.trim() === text && text !== '' && [...text].length <= maxLength;
  const rule = `${name} lleva de 1 a ${maxLength} caracteres, sin espacios en los extremos.`;
  return isGood ? [] : [userError('INVALID_INPUT', [...path, name], rule)];
}

function checkPrice(price: string | null | undefined, path: string[]): UserError[] {
  if (price === undefined) return [];
  const centimos = parseSoles(price) ?? 0;
  if (centimos >= 1 && centimos <= MAX_PRICE_CENTIMOS) return [];
  return [userError('INVALID_PRICE', [...path, 'price'], 'Va de 0.01 a 500000.00.')];
}

function checkUnits(
  fields: ProductFields,
  name: 'minimum' | 'openingStock',
  path: string[],
): UserError[] {
  const units = fields[name];
  if (units === undefined || units === null) return [];
  if (units >= 0 && units <= MAX_STOCK_UNITS) return [];
  return [userError('INVALID_QUANTITY', [...path, name], `Va de 0 a ${MAX_STOCK_UNITS}.`)];
}
