import { refusal } from '../../../common/process/errors/refusals.ts';
import { pageArguments } from '../../../common/subgraph/database/keyset.ts';
import { readSearch } from '../../../common/subgraph/database/search.ts';
import { editDepsOf, lockingEditDepsOf } from '../../../common/subgraph/edit/edit.ts';
import { parseGivenId, parseRowId } from '../../../common/values/ids.ts';
import { CURRENCY } from '../../../common/values/money.ts';
import { normalText } from '../../../common/values/text.ts';
import type { SubgraphContext } from '../context.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { movementPage } from '../stock/stock-store.ts';
import { changeProduct, changeProductStatus, createProduct } from './edit-product.ts';
import { importProducts } from './import-products.ts';
import { findProductByBarcode, type ProductRow, productPage } from './product-store.ts';

const MAX_IDS = 100;

export const productResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'Product'> = {
  Query: {
    productos: async (_, args, { loaders }) => {
      const categoryId = parseGivenId<'Category'>(args.categoryId);
      const categoryIds =
        categoryId === null ? null : (await loaders.categories()).idsBelow(categoryId);
      const { status = null, lowStock = null } = args;
      const ids = productIdsOf(args.ids);
      const filter = { search: readSearch(args.search), status, categoryIds, ids, lowStock };
      return loaders.pages.load(productPage(filter, args.orderBy ?? 'NAME', pageArguments(args)));
    },
    producto: (_, { id, sku, barcode }, context) => {
      if ([id, sku, barcode].filter(Boolean).length !== 1) {
        throw refusal('BAD_USER_INPUT', 'Indique id, sku o barcode, uno de los tres.');
      }
      return barcode
        ? findProductByBarcode(context.database, normalText(barcode))
        : findProduct({ id, sku }, context);
    },
  },
  Mutation: {
    crearProducto: (_, { input }, context) => createProduct(editDepsOf(context), input),
    actualizarProducto: (_, { input }, context) => changeProduct(editDepsOf(context), input),
    descontinuarProducto: (_, { input }, context) =>
      changeProductStatus(editDepsOf(context), input, 'DISCONTINUED'),
    reactivarProducto: (_, { input }, context) =>
      changeProductStatus(editDepsOf(context), input, 'ACTIVE'),
    importarProductos: (_, { input }, context) => importProducts(lockingEditDepsOf(context), input),
  },
  Product: {
    __resolveReference: (reference, context) => findProduct(reference, context),
    price: ({ priceCentimos }) => priceCentimos,
    currency: () => CURRENCY,
    category: async ({ categoryId }, _, { loaders }) => {
      return categoryId === null
        ? null
        : ((await loaders.categories()).byId.get(categoryId) ?? null);
    },
    stock: ({ id, available, minimum }) => ({ productId: id, available, minimum }),
    movements: ({ id }, args, { loaders }) => {
      return loaders.pages.load(movementPage(id, pageArguments(args)));
    },
  },
};

/**
 * The products that a list is narrowed to; null when it is not.
 * @throws refusal BAD_USER_INPUT when there are more than 100
 */
function productIdsOf(given: readonly string[] | null | undefined): number[] | null {
  if (!given) return null;
  if (given.length > MAX_IDS) throw refusal('BAD_USER_INPUT', `ids lleva ${MAX_IDS} como máximo.`);
  return given.flatMap((id) => parseRowId<'Product'>(id) ?? []);
}

type ProductKey = { id?: string | null | undefined; sku?: string | null | undefined };

async function findProduct(
  { id, sku }: ProductKey,
  { loaders }: SubgraphContext,
): Promise<ProductRow | null> {
  if (sku) {
    // As it is given first: two products from before texts were composed may have one SKU.
    const composed = normalText(sku);
    const exact = await loaders.productBySku.load(sku);
    return exact ?? (composed === sku ? null : loaders.productBySku.load(composed));
  }
  const rowId = parseGivenId<'Product'>(id) ?? 'unknown';
  return rowId === 'unknown' ? null : loaders.productById.load(rowId);
}
