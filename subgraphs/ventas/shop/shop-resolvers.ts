import { lockingEditDepsOf } from '../../../common/subgraph/edit/edit.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { changeShop } from './edit-shop.ts';
import { findShop } from './shop-store.ts';

export const shopResolvers: Pick<Resolvers, 'Query' | 'Mutation'> = {
  Query: {
    tienda: async (_, __, { database }) => (await database.query(findShop()))[0] ?? null,
  },
  Mutation: {
    actualizarTienda: (_, { input }, context) => changeShop(lockingEditDepsOf(context), input),
  },
};
