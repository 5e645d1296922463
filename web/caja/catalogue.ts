/**
 * The catalogue in memory: found by code at once, searched by plain scan (10,000 names in a few
 * ms), so that the till needs no server to find a product.
 */

/** A product as the till keeps it. */
export interface CatalogueProduct {
  id: string;
  sku: string;
  barcode: string | null;
  name: string;
  priceCentimos: number;
  isActive: boolean;
  /** Units free to sell when it was last asked; null when nobody has. */
  available: number | null;
  isLow: boolean;
}

/** Units of a product at a moment. */
export interface StockReading {
  id: string;
  available: number;
  isLow: boolean;
}

/** Products that fit a search, the best first. */
export interface SearchResult {
  products: readonly CatalogueProduct[];
  /** The number of all that fit. */
  total: number;
  /** Nothing fits exactly: these are the nearest. */
  isFuzzy: boolean;
}

export interface Catalogue {
  /** Active products. */
  size(): number;
  /** Adds and replaces products; those that are no longer sold are kept, but not found by name. */
  put(products: readonly CatalogueProduct[]): void;
  /** Sets the stock of products, without their other data. */
  putStock(readings: readonly StockReading[]): void;
  get(id: string): CatalogueProduct | null;
  /** The product with a barcode (leading zeros of a GTIN do not matter), else with a SKU. */
  byCode(code: string): CatalogueProduct | null;
  search(text: string, most: number): SearchResult;
  /** The first active products, by name. */
  first(most: number): CatalogueProduct[];
}

interface Entry {
  product: CatalogueProduct;
  /** Folded, between blanks, so that " " + word finds beginnings of words. */
  name: string;
  codes: string;
}

const MARKS = /\p{M}/gu;
const BLANKS = /[\s\p{P}]+/gu;
const GTIN = /^(?:\d{8}|\d{12,14})$/;

/** A text without case, accents and signs. */
function fold(text: string): string {
  return text.normalize('NFD').replaceAll(MARKS, '').toLowerCase();
}

function words(text: string): string[] {
  return fold(text).replaceAll(BLANKS, ' ').trim().split(' ').filter(Boolean);
}

/** The key of a barcode: a GTIN is one code whatever its leading zeros. */
function codeKey(code: string): string {
  return GTIN.test(code) ? code.padStart(14, '0') : code;
}

export function createCatalogue(): Catalogue {
  const entries = new Map<string, Entry>();
  const idByBarcode = new Map<string, string>();
  const idBySku = new Map<string, string>();
  const idByFoldedSku = new Map<string, string>();

  function forget({ product }: Entry): void {
    const { id, barcode, sku } = product;
    if (barcode !== null) forgetKey(idByBarcode, codeKey(barcode), id);
    forgetKey(idBySku, sku, id);
    forgetKey(idByFoldedSku, fold(sku), id);
  }

  function put(product: CatalogueProduct): void {
    const before = entries.get(product.id);
    if (before) forget(before);
    const name = ` ${words(product.name).join(' ')} `;
    const codes = `${fold(product.sku)} ${fold(product.barcode ?? '')}`;
    entries.set(product.id, { product, name, codes });
    if (product.barcode !== null) idByBarcode.set(codeKey(product.barcode), product.id);
    idBySku.set(product.sku, product.id);
    idByFoldedSku.set(fold(product.sku), product.id);
  }

  const get = (id: string | undefined) =>
    (id === undefined ? null : entries.get(id)?.product) ?? null;
  let cached: readonly Entry[] | null = null;
  const active = () => {
    cached ??= [...entries.values()].filter(({ product }) => product.isActive);
    return cached;
  };
  let firstIds: readonly string[] | null = null;

  return {
    size: () => active().length,
    put(products) {
      products.forEach(put);
      cached = null;
      firstIds = null;
    },
    putStock(readings) {
      cached = null;
      for (const { id, available, isLow } of readings) {
        const entry = entries.get(id);
        if (entry) entries.set(id, { ...entry, product: { ...entry.product, available, isLow } });
      }
    },
    get,
    byCode: (code) =>
      get(idByBarcode.get(codeKey(code)) ?? idBySku.get(code) ?? idByFoldedSku.get(fold(code))),
    search(text, most) {
      if (words(text).length === 0) return { products: [], total: 0, isFuzzy: false };
      const exact = findExact(active(), text);
      const found = exact.length > 0 ? exact : findNear(active(), text);
      const products = found.slice(0, most).map(({ product }) => product);
      return { products, total: found.length, isFuzzy: exact.length === 0 && found.length > 0 };
    },
    first(most) {
      firstIds ??= active()
        .toSorted((a, b) => compare(a.name, b.name))
        .map(({ product }) => product.id);
      return firstIds.slice(0, most).flatMap((id) => get(id) ?? []);
    },
  };
}

function forgetKey(ids: Map<string, string>, key: string, id: string): void {
  if (ids.get(key) === id) ids.delete(key);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Products whose name or codes hold each word; codes first, then beginnings of words. */
function findExact(entries: readonly Entry[], text: string): Entry[] {
  const wanted = words(text);
  const code = fold(text.trim());
  if (wanted.length === 0) return [];
  const fits = entries.flatMap((entry) => {
    const isCode = code.length > 1 && entry.codes.split(' ').some((one) => one.startsWith(code));
    const isName = wanted.every((word) => entry.name.includes(word) || entry.codes.includes(word));
    return isCode || isName ? [{ entry, rank: rankOf(entry, wanted, isCode) }] : [];
  });
  return fits
    .sort((a, b) => a.rank - b.rank || compare(a.entry.name, b.entry.name))
    .map(({ entry }) => entry);
}

/** 0 is the best. */
function rankOf({ name }: Entry, wanted: readonly string[], isCode: boolean): number {
  if (isCode) return 0;
  const begins = wanted.filter((word) => name.includes(` ${word}`)).length;
  const isFirst = name.startsWith(` ${wanted[0]}`);
  return 1 + 2 * (wanted.length - begins) + (isFirst ? 0 : 1);
}

/** The least part of the pieces of a text that a name near to it holds. */
const MIN_LIKENESS = 0.5;
const PIECE = 3;

/** Products whose names share most pieces of three letters with the text: one letter is wrong. */
function findNear(entries: readonly Entry[], text: string): Entry[] {
  const pieces = words(text).flatMap((word) => piecesOf(` ${word}`));
  if (pieces.length < 2) return [];
  return entries
    .map((entry) => {
      const shared = pieces.filter((piece) => entry.name.includes(piece)).length;
      return { entry, likeness: shared / pieces.length };
    })
    .filter(({ likeness }) => likeness >= MIN_LIKENESS)
    .sort((a, b) => b.likeness - a.likeness || compare(a.entry.name, b.entry.name))
    .map(({ entry }) => entry);
}

function piecesOf(word: string): string[] {
  const count = Math.max(0, word.length - PIECE + 1);
  return Array.from({ length: count }, (_, at) => word.slice(at, at + PIECE));
}

/** A part of a name, and whether a search asks for it. */
export interface NamePart {
  text: string;
  isWanted: boolean;
}

/** Cuts a name into the parts that a search asks for and the others. */
export function markName(name: string, text: string): NamePart[] {
  const folded = [...name].map((character) => fold(character));
  const wanted = words(text);
  const isMarked = folded.map(() => false);
  // A sign that folds to more or fewer letters than one would shift the marks: none then.
  const line = folded.join('');
  if (line.length !== folded.length) return [{ text: name, isWanted: false }];
  for (const word of wanted) {
    for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + word.length)) {
      isMarked.fill(true, at, at + word.length);
    }
  }
  return [...name].reduce<NamePart[]>((parts, character, at) => {
    const isWanted = isMarked[at] ?? false;
    const last = parts.at(-1);
    if (last?.isWanted === isWanted) last.text += character;
    else parts.push({ text: character, isWanted });
    return parts;
  }, []);
}
