import { pageArguments } from '../../../common/database/keyset.ts';
import { parseRowId } from '../../../common/graphql/ids.ts';
import { formatSoles } from '../../../common/money/money.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { salePage } from '../sales/sale-store.ts';
import { customerPage } from './customer-store.ts';
import { findCustomerTotals, findTopProducts } from './customer-summary-store.ts';
import { changeCustomer, createCustomer } from './edit-customer.ts';

export const customerResolvers: Pick<
  Resolvers,
  'Query' | 'Mutation' | 'Customer' | 'ResumenCliente' | 'TopProduct'
> = {
  Query: {
    clientes: (_, args, { loaders }) =>
      loaders.pages.load(customerPage(args.search ?? null, pageArguments(args))),
    resumenCliente: async (_, { customerId }, { loaders, database }) => {
      const id = parseRowId(customerId);
      const customer = id === null ? null : await loaders.customerById.load(id);
      return customer && findCustomerTotals(database, customer.id);
    },
  },
  Mutation: {
    crearCliente: (_, { input }, { prisma }) => createCustomer(prisma, input),
    actualizarCliente: (_, { input }, { prisma }) => changeCustomer(prisma, input),
  },
  Customer: {
    __resolveReference: ({ id }, { loaders }) => {
      const rowId = parseRowId(String(id));
      return rowId === null ? null : loaders.customerById.load(rowId);
    },
    sales: ({ id }, args, { loaders }) =>
      loaders.pages.load(salePage({ customerId: id }, pageArguments(args))),
  },
  ResumenCliente: {
    customer: async ({ customerId }, _, { loaders }) => {
      const customer = await loaders.customerById.load(customerId);
      if (!customer) throw new Error(`Customer ${customerId} has gone while it was summed up`);
      return customer;
    },
    totalSpent: ({ totalSpentCentimos }) => formatSoles(totalSpentCentimos),
    averageTicket: ({ totalSpentCentimos, salesCount }) =>
      formatSoles(salesCount === 0 ? 0 : Math.round(totalSpentCentimos / salesCount)),
    topProducts: ({ customerId }, args, { database }) =>
      findTopProducts(database, customerId, pageArguments(args).first),
    sales: ({ customerId }, args, { loaders }) =>
      loaders.pages.load(salePage({ customerId }, pageArguments(args))),
  },
  TopProduct: {
    product: ({ productId }) => ({ id: String(productId) }),
    productId: ({ productId }) => String(productId),
    amount: ({ amountCentimos }) => formatSoles(amountCentimos),
  },
};
