// Goal: the demo files can be loaded into empty databases without one row being refused.
// Method: read them as the loader would and compute every check digit again, independently of
// the services' own rules, so that a mistake in those rules cannot hide one in the data.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { z } from 'zod';

const categorySchema = z.strictObject({
  slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  name: z.string().min(1),
  parentSlug: z.string().nullable(),
});

const productSchema = z.strictObject({
  sku: z.string().regex(/^[A-Z0-9]+(-[A-Z0-9]+)+$/),
  barcode: z.string().regex(/^\d{13}$/),
  name: z.string().min(1).max(120),
  description: z.string().regex(/^\p{Lu}.+\.$/u),
  categorySlug: z.string(),
  price: z.string().regex(/^[1-9]\d*\.\d{2}$/),
  minimum: z.int().nonnegative(),
  openingStock: z.int().nonnegative(),
});

const contact = {
  name: z.string().min(1),
  email: z
    .string()
    .regex(/^[a-z.-]+@[a-z.-]+\.test$/)
    .nullable(),
  phone: z
    .string()
    .regex(/^\+519\d{8}$/)
    .nullable(),
};

const customerSchema = z.discriminatedUnion('docType', [
  z.strictObject({
    ...contact,
    docType: z.literal('DNI'),
    docNumber: z.string().regex(/^\d{8}$/),
  }),
  z.strictObject({
    ...contact,
    docType: z.literal('RUC'),
    docNumber: z.string().regex(/^(10|20)\d{9}$/),
  }),
  z.strictObject({
    ...contact,
    docType: z.enum(['CE', 'PASSPORT']),
    docNumber: z.string().regex(/^[A-Z0-9]{9}$/),
  }),
  z.strictObject({ ...contact, docType: z.literal('NONE'), docNumber: z.null() }),
]);

const sellerSchema = z.strictObject({
  code: z.string().regex(/^V\d{3}$/),
  name: z.string().min(1),
  active: z.boolean(),
});

function read<Row>(file: string): Row[] {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Row[];
}

const categories = read<z.infer<typeof categorySchema>>('categories.json');
const products = read<z.infer<typeof productSchema>>('catalog.json');
const customers = read<z.infer<typeof customerSchema>>('customers.json');
const sellers = read<z.infer<typeof sellerSchema>>('sellers.json');

function duplicates(values: readonly (string | null)[]): string[] {
  const present = values.filter((value) => value !== null);
  return present.filter((value, index) => present.indexOf(value) !== index);
}

function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);
}

/** GS1: the thirteen digits, weighted 1 and 3 in turn, add up to a multiple of ten. */
function isEan13(barcode: string): boolean {
  return weightedSum(barcode, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;
}

/** SUNAT: 11 − (weighted sum mod 11); its last digit is the check digit (10 → 0, 11 → 1). */
function isRuc(docNumber: string): boolean {
  const check = 11 - (weightedSum(docNumber, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
  return Number(docNumber[10]) === check % 10;
}

test('every row has exactly the fields of its file, prices as soles with two decimals', () => {
  z.array(categorySchema).parse(categories);
  z.array(productSchema).parse(products);
  z.array(customerSchema).parse(customers);
  z.array(sellerSchema).parse(sellers);
});

test('the catalog is large enough to browse: 150 products in 14 leaf categories', () => {
  expect(products.length).toBeGreaterThanOrEqual(150);
  expect(new Set(products.map((product) => product.categorySlug)).size).toBeGreaterThanOrEqual(14);
});

test('categories have two levels, and every parent stands before its children', () => {
  const roots = new Set<string>();
  for (const { slug, parentSlug } of categories) {
    if (parentSlug === null) roots.add(slug);
    else expect(roots).toContain(parentSlug);
  }
  expect(duplicates(categories.map((category) => category.slug))).toEqual([]);
});

test('products sit in the second level only, and no category of that level is empty', () => {
  const leaves = categories.filter((category) => category.parentSlug !== null);
  const used = new Set(products.map((product) => product.categorySlug));
  expect([...used].sort()).toEqual(leaves.map((leaf) => leaf.slug).sort());
});

test('no two products share a SKU, a barcode or a name', () => {
  expect(duplicates(products.map((product) => product.sku))).toEqual([]);
  expect(duplicates(products.map((product) => product.barcode))).toEqual([]);
  expect(duplicates(products.map((product) => product.name))).toEqual([]);
});

test('every barcode ends in its EAN-13 check digit', () => {
  expect(isEan13('4006381333931')).toBe(true);
  expect(products.filter((product) => !isEan13(product.barcode))).toEqual([]);
});

test('stock shows every case a till meets: none, the last unit, low and hundreds', () => {
  const stockIs = (units: number) => products.filter((p) => p.openingStock === units);
  expect(stockIs(0)).toHaveLength(2);
  expect(stockIs(1)).toHaveLength(1);
  const low = products.filter((p) => p.openingStock > 1 && p.openingStock <= p.minimum);
  expect(low.length).toBeGreaterThanOrEqual(5);
  const cheapInHundreds = products.filter((p) => p.openingStock >= 100 && Number(p.price) < 100);
  expect(cheapInHundreds.length).toBeGreaterThanOrEqual(20);
});

test('customers cover every kind of document, none of them twice', () => {
  expect(customers.length).toBeGreaterThanOrEqual(25);
  expect([...new Set(customers.map((customer) => customer.docType))].sort()).toEqual([
    'CE',
    'DNI',
    'NONE',
    'PASSPORT',
    'RUC',
  ]);
  const documents = customers.filter((customer) => customer.docNumber !== null);
  expect(duplicates(documents.map((c) => `${c.docType} ${c.docNumber}`))).toEqual([]);
  expect(duplicates(customers.map((customer) => customer.email))).toEqual([]);
});

test('every RUC ends in its check digit', () => {
  expect(isRuc('20000000001')).toBe(true);
  const companies = customers.filter((customer) => customer.docType === 'RUC');
  expect(companies.filter((company) => !isRuc(company.docNumber))).toEqual([]);
});

test('sellers have codes of their own and exactly one no longer sells', () => {
  expect(sellers.length).toBeGreaterThanOrEqual(6);
  expect(duplicates(sellers.map((seller) => seller.code))).toEqual([]);
  expect(sellers.filter((seller) => !seller.active)).toHaveLength(1);
});
