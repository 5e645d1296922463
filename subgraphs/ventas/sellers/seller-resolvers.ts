import { pageArguments } from '../../../common/subgraph/database/keyset.ts';
import { readSearch } from '../../../common/subgraph/database/search.ts';
import { editDepsOf } from '../../../common/subgraph/edit/edit.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { salePage } from '../sales/sale-store.ts';
import { changeSeller, createSeller } from './edit-seller.ts';
import { sellerPage } from './seller-store.ts';

export const sellerResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'Seller'> = {
  Query: {
    vendedores: (_, args, { loaders }) => {
      const filter = { search: readSearch(args.search), active: args.active ?? null };
      return loaders.pages.load(sellerPage(filter, pageArguments(args)));
    },
  },
  Mutation: {
    crearVendedor: (_, { input }, context) => createSeller(editDepsOf(context), input),
    actualizarVendedor: (_, { input }, context) => changeSeller(editDepsOf(context), input),
  },
  Seller: {
    __resolveReference: ({ id }, { loaders }) => {
      const rowId = parseRowId(String(id));
      return rowId === null ? null : loaders.sellerById.load(rowId);
    },
    sales: ({ id }, args, { loaders }) =>
      loaders.pages.load(salePage({ sellerId: id }, pageArguments(args))),
  },
};
