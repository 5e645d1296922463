import { lockingEditDepsOf } from '../../../common/subgraph/edit/edit.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { setTaxRate } from './set-tax-rate.ts';
import { findTaxRates } from './tax-rate-store.ts';

export const taxResolvers: Pick<Resolvers, 'Query' | 'Mutation'> = {
  Query: {
    tasasIgv: (_, __, { database }) => database.query(findTaxRates()),
  },
  Mutation: {
    fijarTasaIgv: (_, { input }, context) => setTaxRate(lockingEditDepsOf(context), input),
  },
};
