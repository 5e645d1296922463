// The fields of a product's form, and what the browser finds wrong with them itself.
import type { FormValues } from '../parts/merge-edits.ts';
import { decimal, readAmount } from '../words/money.ts';

export type ProductField = 'name' | 'barcode' | 'description' | 'categoryId' | 'price' | 'minimum';

export const PRODUCT_LABELS: Readonly<Record<ProductField, string>> = {
  name: 'Nombre',
  barcode: 'Código de barras',
  description: 'Descripción',
  categoryId: 'Categoría',
  price: 'Precio con IGV',
  minimum: 'Stock mínimo',
};

/** The fields that the gateway complains about by name. */
export const PRODUCT_PATHS = [...Object.keys(PRODUCT_LABELS), 'sku'];

export const EMPTY_PRODUCT: FormValues<ProductField> = {
  name: '',
  barcode: '',
  description: '',
  categoryId: '',
  price: '',
  minimum: '0',
};

const MAX_PRICE = 50_000_000;
const MAX_UNITS = 1_000_000_000;

interface ProductRecord {
  version: number;
  name: string;
  barcode: string | null;
  description: string | null;
  price: string;
  category: { id: string } | null;
  stock: { minimum: number };
}

/** A product as its form shows it. */
export function productValues(product: ProductRecord): FormValues<ProductField> {
  return {
    name: product.name,
    barcode: product.barcode ?? '',
    description: product.description ?? '',
    categoryId: product.category?.id ?? '',
    price: product.price,
    minimum: String(product.stock.minimum),
  };
}

/** Says of each field what is wrong with it, or null. */
export function productErrors({
  name,
  price,
  minimum,
}: FormValues<ProductField>): Readonly<Record<string, string | null>> {
  return {
    name: name.trim() === '' ? 'Escriba el nombre.' : null,
    price: priceError(price),
    minimum: readUnits(minimum) === null ? 'Escriba unidades enteras, como 8.' : null,
  };
}

function priceError(typed: string): string | null {
  const price = readAmount(typed);
  if (price === null) return 'Escriba un precio como 1,299.90.';
  return price < 1 || price > MAX_PRICE ? 'El precio va de 0.01 a 500,000.00.' : null;
}

/** Reads a number of units. @returns null when it is none */
export function readUnits(typed: string): number | null {
  const plain = typed.trim();
  if (!/^\d{1,10}$/.test(plain)) return null;
  const units = Number(plain);
  return units <= MAX_UNITS ? units : null;
}

/** The part of a gateway's input that the given fields of a good form make. */
export function productInput(fields: Partial<Record<ProductField, string>>) {
  const { name, barcode, description, categoryId, price, minimum } = fields;
  return {
    ...(name !== undefined && { name }),
    ...(barcode !== undefined && { barcode: barcode.trim() || null }),
    ...(description !== undefined && { description: description.trim() || null }),
    ...(categoryId !== undefined && { categoryId: categoryId || null }),
    ...(price !== undefined && { price: decimal(readAmount(price) ?? 0) }),
    ...(minimum !== undefined && { minimum: readUnits(minimum) ?? 0 }),
  };
}
