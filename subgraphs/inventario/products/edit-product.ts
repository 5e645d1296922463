import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import type { EditDeps, VersionedWrite } from '../../../common/subgraph/edit/edit.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import { raiseCatalog } from '../catalog/catalog-store.ts';
import { findCategory } from '../categories/category-store.ts';
import { edit } from '../edit.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { ActualizarProductoInput, CrearProductoInput } from '../generated/schema-types.ts';
import { givenTexts, readProductFields } from './product-rules.ts';
import {
  findProductsBySku,
  insertProduct,
  type ProductChanges,
  type ProductRow,
  productChanged,
  productCreated,
  updateProduct,
} from './product-store.ts';

/** The product after an edit, or why it was not edited. */
export interface ProductEdit {
  product: ProductRow | null;
  userErrors: UserError[];
}

/** Adds a product without stock. */
export async function createProduct(
  deps: EditDeps<PrismaClient>,
  input: CrearProductoInput,
): Promise<ProductEdit> {
  const category = await checkCategory(deps.prisma, input.categoryId);
  const { fields, errors } = readProductFields(input, []);
  const userErrors = [...errors, ...category.errors];
  if (userErrors.length > 0) return { product: null, userErrors };
  const data = {
    sku: fields.sku,
    name: fields.name,
    priceCentimos: fields.price,
    ...givenTexts(fields),
    categoryId: category.id ?? null,
    minimum: fields.minimum ?? 0,
  };
  return edit(deps, async (sql, audit, last) => {
    const product = await insertProduct(sql, data);
    if (product !== null) {
      audit(productCreated(product));
      last(raiseCatalog([product.id]));
      return { product, userErrors };
    }
    const [sameSku] = await findProductsBySku(sql, [data.sku]);
    return refused(sameSku ? userError('DUPLICATE_SKU', ['sku']) : duplicateBarcode());
  });
}

/** Changes what is given of a product, if nobody else has changed it in the meantime. */
export async function changeProduct(
  deps: EditDeps<PrismaClient>,
  input: ActualizarProductoInput,
): Promise<ProductEdit> {
  const category = await checkCategory(deps.prisma, input.categoryId);
  const { fields, errors } = readProductFields(input, []);
  const userErrors = [...errors, ...category.errors];
  if (userErrors.length > 0) return { product: null, userErrors };
  const { name, price, minimum } = fields;
  return writeChanges(deps, input, {
    ...(typeof name === 'string' && { name }),
    ...(typeof price === 'number' && { priceCentimos: price }),
    ...givenTexts(fields),
    ...(category.id !== undefined && { categoryId: category.id }),
    ...(typeof minimum === 'number' && { minimum }),
  });
}

/** Takes a product off sale or puts it on sale again. */
export async function changeProductStatus(
  deps: EditDeps<PrismaClient>,
  target: { id: string; version: number },
  status: ProductRow['status'],
): Promise<ProductEdit> {
  return writeChanges(deps, target, { status });
}

async function writeChanges(
  deps: EditDeps<PrismaClient>,
  target: { id: string; version: number },
  changes: ProductChanges,
): Promise<ProductEdit> {
  const id = parseRowId<'Product'>(target.id);
  if (id === null) return editOf({ kind: 'NotFound' });
  const { version } = target;
  return edit(deps, async (sql, audit, last) => {
    const write = await updateProduct(sql, { id, version }, changes);
    if (write.kind === 'Written') {
      productChanged(write.before, changes).forEach(audit);
      last(raiseCatalog([id]));
    }
    return editOf(write);
  });
}

function editOf(write: VersionedWrite<ProductRow>): ProductEdit {
  switch (write.kind) {
    case 'Written':
      return { product: write.after, userErrors: [] };
    case 'Stale':
      return { product: write.current, userErrors: [userError('STALE', ['version'])] };
    case 'Duplicate':
      return refused(duplicateBarcode());
    case 'NotFound':
      return refused(userError('PRODUCT_NOT_FOUND', ['id']));
  }
}

const refused = (error: UserError): ProductEdit => ({ product: null, userErrors: [error] });
const duplicateBarcode = () => userError('DUPLICATE_BARCODE', ['barcode']);

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
