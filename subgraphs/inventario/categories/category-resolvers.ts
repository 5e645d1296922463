import { pageArguments } from '../../../common/subgraph/database/keyset.ts';
import { editDepsOf, lockingEditDepsOf } from '../../../common/subgraph/edit/edit.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { EVERY_PRODUCT, productPage } from '../products/product-store.ts';
import { changeCategory, createCategory } from './edit-category.ts';

export const categoryResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'Category'> = {
  Query: {
    categorias: async (_, __, { loaders }) => [...(await loaders.categories()).all],
  },
  Mutation: {
    crearCategoria: (_, { input }, context) => createCategory(editDepsOf(context), input),
    actualizarCategoria: (_, { input }, context) =>
      changeCategory(lockingEditDepsOf(context), input),
  },
  Category: {
    __resolveReference: async ({ id }, { loaders }) => {
      return (await loaders.categories()).byId.get(Number(id)) ?? null;
    },
    parent: async ({ parentId }, _, { loaders }) => {
      return parentId === null ? null : ((await loaders.categories()).byId.get(parentId) ?? null);
    },
    children: async ({ id }, _, { loaders }) => [...(await loaders.categories()).childrenOf(id)],
    products: async ({ id }, args, { loaders }) => {
      const categoryIds = (await loaders.categories()).idsBelow(id);
      const filter = { ...EVERY_PRODUCT, categoryIds };
      return loaders.pages.load(productPage(filter, 'NAME', pageArguments(args)));
    },
  },
};
