import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { MAX_PRICE_CENTIMOS } from '../../../common/values/money.ts';

/** Texts that a product can do without: null clears them. Its row has them as they are given. */
export const OPTIONAL_TEXTS = ['barcode', 'description'] as const;
export type OptionalText = (typeof OPTIONAL_TEXTS)[number];

const TEXT_FIELDS = ['sku', 'name', ...OPTIONAL_TEXTS] as const;
type TextField = (typeof TEXT_FIELDS)[number];

const MAX_LENGTHS: Record<TextField, number> = {
  sku: 64,
  name: 200,
  barcode: 64,
  description: 2_000,
};

/** The fields of a product that people write; a field left out is not checked. */
export type ProductFields = { [Name in TextField]?: string | null | undefined } & {
  /** In céntimos. */
  price?: number | null | undefined;
  minimum?: number | null | undefined;
  openingStock?: number | null | undefined;
};

/** The optional texts that are given, as the row keeps them. */
export function givenTexts(fields: ProductFields): Partial<Record<OptionalText, string | null>> {
  const given = OPTIONAL_TEXTS.flatMap((name) => {
    const text = fields[name];
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(given);
}

/** Most units that stock and minimum may hold, so that a sum stays within the column. */
export const MAX_STOCK_UNITS = 1_000_000_000;

/**
 * Checks the form of a product's fields.
 * @param path their place in the input
 * @returns every error, not only the first
 */
export function checkProductFields(fields: ProductFields, path: string[]): UserError[] {
  return [
    ...TEXT_FIELDS.flatMap((name) => checkText(fields, name, path)),
    ...checkPrice(fields.price, path),
    ...checkUnits(fields, 'minimum', path),
    ...checkUnits(fields, 'openingStock', path),
  ];
}

const MAY_BE_CLEARED = new Set<TextField>(OPTIONAL_TEXTS);

function checkText(fields: ProductFields, name: TextField, path: string[]): UserError[] {
  const text = fields[name];
  if (text === undefined || (text === null && MAY_BE_CLEARED.has(name))) return [];
  const maxLength = MAX_LENGTHS[name];
  const isGood =
    text !== null && text.trim() === text && text !== '' && [...text].length <= maxLength;
  const rule = `${name} lleva de 1 a ${maxLength} caracteres, sin espacios en los extremos.`;
  return isGood ? [] : [userError('INVALID_INPUT', [...path, name], rule)];
}

function checkPrice(centimos: ProductFields['price'], path: string[]): UserError[] {
  if (centimos === undefined) return [];
  if (centimos !== null && centimos >= 1 && centimos <= MAX_PRICE_CENTIMOS) return [];
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
