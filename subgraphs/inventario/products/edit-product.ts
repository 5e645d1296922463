import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import { findCategory } from '../categories/category-store.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { ActualizarProductoInput, CrearProductoInput } from '../generated/schema-types.ts';
import { checkProductFields, givenTexts } from './product-rules.ts';
import {
  type EditDeps,
  insertProduct,
  type ProductChanges,
  type ProductRow,
  type ProductWrite,
  updateProduct,
} from './product-store.ts';

/** The product after an edit, or why it was not edited. */
export interface ProductEdit {
  product: ProductRow | null;
  userErrors: UserError[];
}

/** Adds a product without stock. */
export async function createProduct(
  deps: EditDeps,
  input: CrearProductoInput,
): Promise<ProductEdit> {
  const category = await checkCategory(deps.prisma, input.categoryId);
  const userErrors = [...checkProductFields(input, []), ...category.errors];
  if (userErrors.length > 0) return { product: null, userErrors };
  const write = await insertProduct(deps, {
    sku: input.sku,
    name: input.name,
    priceCentimos: input.price,
    ...givenTexts(input),
    categoryId: category.id ?? null,
    minimum: input.minimum ?? 0,
  });
  return editOf(write);
}

/** Changes what is given of a product, if nobody else has changed it in the meantime. */
export async function changeProduct(
  { prisma, ...request }: EditDeps,
  input: ActualizarProductoInput,
): Promise<ProductEdit> {
  const category = await checkCategory(prisma, input.categoryId);
  const userErrors = [...checkProductFields(input, []), ...category.errors];
  if (userErrors.length > 0) return { product: null, userErrors };
  const { name, price, minimum } = input;
  return writeChanges({ prisma, ...request }, input, {
    ...(typeof name === 'string' && { name }),
    ...(typeof price === 'number' && { priceCentimos: price }),
    ...givenTexts(input),
    ...(category.id !== undefined && { categoryId: category.id }),
    ...(typeof minimum === 'number' && { minimum }),
  });
}

/** Takes a product off sale or puts it on sale again. */
export async function changeProductStatus(
  deps: EditDeps,
  target: { id: string; version: number },
  status: ProductRow['status'],
): Promise<ProductEdit> {
  return writeChanges(deps, target, { status });
}

async function writeChanges(
  { prisma, ...request }: EditDeps,
  target: { id: string; version: number },
  changes: ProductChanges,
): Promise<ProductEdit> {
  const id = parseRowId<'Product'>(target.id);
  if (id === null) return editOf({ kind: 'NotFound' });
  const { version } = target;
  return editOf(await updateProduct({ prisma, ...request }, { id, version }, changes));
}

function editOf(write: ProductWrite): ProductEdit {
  switch (write.kind) {
    case 'Written':
      return { product: write.product, userErrors: [] };
    case 'Stale':
      return { product: write.product, userErrors: [userError('STALE', ['version'])] };
    case 'Duplicate': {
      const field = write.code === 'DUPLICATE_SKU' ? 'sku' : 'barcode';
      return { product: null, userErrors: [userError(write.code, [field])] };
    }
    case 'NotFound':
      return { product: null, userErrors: [userError('PRODUCT_NOT_FOUND', ['id'])] };
  }
}

type CheckedCategory = { id: number | null | undefined; errors: UserError[] };

/** @returns undefined as id when the field was left out, null when it is to be cleared */
async function checkCategory(
  prisma: PrismaClient,
  given: string | null | undefined,
): Promise<CheckedCategory> {
  if (given === undefined || given === null) return { id: given, errors: [] };
  const id = parseRowId<'Category'>(given);
  const category = id === null ? null : await findCategory(prisma, id);
  if (category) return { id: category.id, errors: [] };
  return { id: null, errors: [userError('CATEGORY_NOT_FOUND', ['categoryId'])] };
}
