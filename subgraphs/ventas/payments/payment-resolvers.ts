import type { Resolvers } from '../generated/schema-types.ts';
import { changeOf } from './tender.ts';

export const paymentResolvers: Pick<Resolvers, 'Payment'> = {
  Payment: {
    id: ({ saleId, seq }) => `${saleId}-${seq}`,
    amount: ({ amountCentimos }) => amountCentimos,
    tendered: ({ tenderedCentimos }) => tenderedCentimos,
    change: (payment) => changeOf(payment),
    refunded: ({ refundedCentimos }) => refundedCentimos,
  },
};
