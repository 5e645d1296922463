import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { textErrors } from '../../../common/process/errors/text-errors.ts';
import { MAX_PRICE_CENTIMOS } from '../../../common/values/money.ts';
import { readText, type TextRule } from '../../../common/values/text.ts';

/** Texts that a product can do without: null clears them. Its row has them as they are given. */
export const OPTIONAL_TEXTS = ['barcode', 'description'] as const;
export type OptionalText = (typeof OPTIONAL_TEXTS)[number];

const TEXT_FIELDS = ['sku', 'name', ...OPTIONAL_TEXTS] as const;
type TextField = (typeof TEXT_FIELDS)[number];

const TEXT_RULES: Record<TextField, TextRule> = {
  sku: { maxCharacters: 64, isCode: true },
  name: { maxCharacters: 200 },
  barcode: { maxCharacters: 64, isCode: true },
  description: { maxCharacters: 2_000, mayHoldLines: true },
};

type TextFields = { [Name in TextField]?: string | null | undefined };

/** The fields of a product that people write; a field left out is not checked. */
export type ProductFields = TextFields & {
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

/** The fields of a product, their texts as they are kept, and every error, not only the first. */
export interface FieldsReading<Fields extends ProductFields> {
  fields: Fields;
  errors: UserError[];
}

/**
 * Reads the fields of a product and checks their form.
 * @param path their place in the input
 */
export function readProductFields<Fields extends ProductFields>(
  given: Fields,
  path: string[],
): FieldsReading<Fields> {
  const fields = { ...given };
  const errors = TEXT_FIELDS.flatMap((name) => readTextField(fields, name, path));
  return {
    fields,
    errors: [
      ...errors,
      ...checkPrice(fields.price, path),
      ...checkUnits(fields, 'minimum', path),
      ...checkUnits(fields, 'openingStock', path),
    ],
  };
}

const MAY_BE_CLEARED = new Set<TextField>(OPTIONAL_TEXTS);

/** Brings a text into the form in which it is kept. */
function readTextField(fields: TextFields, name: TextField, path: string[]): UserError[] {
  const given = fields[name];
  if (given === undefined || (given === null && MAY_BE_CLEARED.has(name))) return [];
  const reading = readText(given ?? '', TEXT_RULES[name]);
  if (given !== null) fields[name] = reading.text;
  return textErrors(reading, [...path, name]);
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
