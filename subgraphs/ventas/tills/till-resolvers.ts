import { lockingEditDepsOf } from '../../../common/subgraph/edit/edit.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { changeTill, createTill } from './edit-till.ts';
import { findAllTills } from './till-store.ts';

export const tillResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'Till'> = {
  Query: {
    cajas: (_, __, { database }) => database.query(findAllTills()),
  },
  Mutation: {
    crearCaja: (_, { input }, context) => createTill(lockingEditDepsOf(context), input),
    actualizarCaja: (_, { input }, context) => changeTill(lockingEditDepsOf(context), input),
  },
  Till: {
    openSession: ({ id }, _, { loaders }) => loaders.openSessionByTill.load(id),
  },
};
