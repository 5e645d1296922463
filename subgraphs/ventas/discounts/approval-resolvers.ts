import { hasRole } from '../../../common/process/identity/roles.ts';
import { lockingEditDepsOf } from '../../../common/subgraph/edit/edit.ts';
import { parseGivenId } from '../../../common/values/ids.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { requireActor } from '../own-records.ts';
import { findValidApprovals } from './approval-store.ts';
import { approveDiscount } from './approve-discount.ts';

export const approvalResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'DiscountApproval'> = {
  Query: {
    autorizaciones: (_, __, { caller: { actor }, database }) => {
      if (hasRole(actor, 'ADMIN')) return database.query(findValidApprovals(null));
      const own = parseGivenId<'Seller'>(actor?.sellerId);
      return own === null || own === 'unknown' ? [] : database.query(findValidApprovals(own));
    },
  },
  Mutation: {
    autorizarDescuento: (_, { input }, context) => {
      const actor = requireActor(context);
      return approveDiscount({ ...lockingEditDepsOf(context), actor }, input);
    },
  },
  DiscountApproval: {
    seller: async ({ sellerId }, _, { loaders }) => {
      const seller = await loaders.sellerById.load(sellerId);
      if (!seller) throw new Error(`An approval names seller ${sellerId}, who is not there`);
      return seller;
    },
    // A Decimal is given in hundredths, as basis points are.
    maxPercent: ({ maxBasisPoints }) => maxBasisPoints,
  },
};
