// Rows of a file as the gateway takes them, and what the browser finds wrong with them itself.
import type { ImportProductInput } from '../generated/operations.ts';
import { decimal, readAmount } from '../words/money.ts';
import { FIELD_LABELS, foldedText, type ImportField, type Mapping } from './columns.ts';
import type { CsvRow } from './csv-table.ts';

/** A row of the file, ready to be judged by the gateway unless `reasons` already refuse it. */
export interface ImportRow {
  line: number;
  input: ImportProductInput;
  /** The price as the file has it. */
  givenPrice: string;
  reasons: readonly string[];
}

/** Finds a category by the words of a file. @returns its slug, or null */
export type CategoryFinder = (text: string) => string | null;

/** Finds categories by slug and by name, whatever their capitals and accents. */
export function categoryFinder(
  categories: readonly { slug: string; name: string }[],
): CategoryFinder {
  const bySlug = new Map(categories.map(({ slug }) => [slug, slug]));
  const byName = new Map(categories.map(({ name, slug }) => [foldedText(name), slug]));
  return (text) => {
    const name = categoryName(text);
    return (
      bySlug.get(text.trim()) ??
      byName.get(foldedText(text)) ??
      byName.get(foldedText(name)) ??
      null
    );
  };
}

/** The name in the words of a file: "Audio > Parlantes" is the category at its end. */
export function categoryName(text: string): string {
  return (text.split(/[>›/]/).at(-1) ?? text).trim();
}

/** The categories that a file names and the shop does not have, each once. */
export function missingCategories(
  rows: readonly CsvRow[],
  mapping: Mapping,
  findCategory: CategoryFinder,
): string[] {
  const named = rows.flatMap(({ cells }) => textsOf(cells, mapping).category ?? []);
  return [...new Set(named)].filter((text) => findCategory(text) === null);
}

/** Makes the rows of an import out of those of a file. */
export function importRows(
  rows: readonly CsvRow[],
  mapping: Mapping,
  findCategory: CategoryFinder,
): ImportRow[] {
  const lineBySku = new Map<string, number>();
  return rows.map(({ line, cells }) => {
    const texts = textsOf(cells, mapping);
    const { input, reasons } = readTexts(texts, findCategory);
    const sku = texts.sku ?? '';
    const firstLine = lineBySku.get(sku);
    if (sku !== '' && firstLine === undefined) lineBySku.set(sku, line);
    const twin =
      sku !== '' && firstLine !== undefined ? [`SKU: repetido en la fila ${firstLine}`] : [];
    return { line, input, givenPrice: texts.price ?? '', reasons: [...reasons, ...twin] };
  });
}

type Texts = Partial<Record<ImportField, string>>;

function textsOf(cells: readonly string[], mapping: Mapping): Texts {
  const texts: Texts = {};
  for (const [at, field] of mapping.entries()) {
    const text = cells[at]?.trim() ?? '';
    if (field !== null && text !== '') texts[field] = text;
  }
  return texts;
}

function readTexts(
  texts: Texts,
  findCategory: CategoryFinder,
): { input: ImportProductInput; reasons: string[] } {
  const { price, category, minimum, openingStock, ...others } = texts;
  const centimos = price === undefined ? null : readAmount(price);
  const categorySlug = category === undefined ? null : findCategory(category);
  const input = {
    ...others,
    ...(centimos !== null && { price: decimal(centimos) }),
    ...(categorySlug !== null && { categorySlug }),
    ...(minimum !== undefined && { minimum: readWhole(minimum) ?? minimum }),
    ...(openingStock !== undefined && { openingStock: readWhole(openingStock) ?? openingStock }),
  };
  return { input, reasons: reasonsOf(texts, { centimos, categorySlug }) };
}

function reasonsOf(
  { sku, price, category, ...texts }: Texts,
  { centimos, categorySlug }: { centimos: number | null; categorySlug: string | null },
): string[] {
  const units = (['minimum', 'openingStock'] as const).flatMap((field) => {
    const text = texts[field];
    const isGood = text === undefined || readWhole(text) !== null;
    return isGood ? [] : [`${FIELD_LABELS[field]}: «${text}» no son unidades enteras`];
  });
  return [
    ...(sku === undefined ? ['SKU: está vacío'] : []),
    ...(price !== undefined && centimos === null ? [priceReason(price)] : []),
    ...(category !== undefined && categorySlug === null
      ? [`Categoría: «${category}» no existe; créela en Productos`]
      : []),
    ...units,
  ];
}

function priceReason(price: string): string {
  const hint = /\d[oO]/.test(price) ? '; ¿hay una letra O en vez de un cero?' : '';
  return `Precio: «${price}» no es un número${hint}`;
}

/** Spreadsheets write 8 as "8.0" or "8.00". */
function readWhole(text: string): string | null {
  return /^(\d{1,10})(?:[.,]0+)?$/.exec(text)?.[1] ?? null;
}
