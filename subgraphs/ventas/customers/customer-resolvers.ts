import { refusal } from '../../../common/process/errors/refusals.ts';
import { pageArguments } from '../../../common/subgraph/database/keyset.ts';
import { readSearch } from '../../../common/subgraph/database/search.ts';
import { editDepsOf } from '../../../common/subgraph/edit/edit.ts';
import { shownCount } from '../../../common/values/counts.ts';
import { readDocumentNumber } from '../../../common/values/identity-document.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import type { SubgraphContext } from '../context.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { maySeeCustomer } from '../own-records.ts';
import { salePage } from '../sales/sale-store.ts';
import { type CustomerRow, customerPage, findCustomerByDocument } from './customer-store.ts';
import { findCustomerTotals, findTopProducts } from './customer-summary-store.ts';
import { changeCustomer, createCustomer } from './edit-customer.ts';

export const customerResolvers: Pick<
  Resolvers,
  'Query' | 'Mutation' | 'Customer' | 'ResumenCliente' | 'TopProduct'
> = {
  Query: {
    clientes: (_, args, { loaders }) =>
      loaders.pages.load(customerPage(readSearch(args.search), pageArguments(args))),
    cliente: (_, { id, docNumber }, context) => {
      if ([id, docNumber].filter(Boolean).length !== 1) {
        throw refusal('BAD_USER_INPUT', 'Indique id o docNumber, uno de los dos.');
      }
      return docNumber
        ? findCustomerByDocument(context.database, readDocumentNumber(docNumber))
        : findCustomer(id ?? '', context);
    },
    resumenCliente: async (_, { customerId }, context) => {
      const customer = await findCustomer(customerId, context);
      return customer && findCustomerTotals(context.database, customer.id);
    },
  },
  Mutation: {
    crearCliente: (_, { input }, context) => createCustomer(editDepsOf(context), input),
    actualizarCliente: (_, { input }, context) => changeCustomer(editDepsOf(context), input),
  },
  Customer: {
    __resolveReference: ({ id }, context) => findCustomer(String(id), context),
    sales: ({ id }, args, { loaders }) =>
      loaders.pages.load(salePage({ customerId: id }, pageArguments(args))),
  },
  ResumenCliente: {
    customer: async ({ customerId }, _, { loaders }) => {
      const customer = await loaders.customerById.load(customerId);
      if (!customer) throw new Error(`Customer ${customerId} has gone while it was summed up`);
      return customer;
    },
    totalSpent: ({ totalSpentCentimos }) => totalSpentCentimos,
    returnsTotal: ({ returnsTotalCentimos }) => returnsTotalCentimos,
    averageTicket: ({ totalSpentCentimos, salesCount }) =>
      salesCount === 0 ? 0 : roundedQuotient(totalSpentCentimos, BigInt(salesCount)),
    topProducts: ({ customerId }, args, { database }) =>
      findTopProducts(database, customerId, pageArguments(args).first),
    sales: ({ customerId }, args, { loaders }) =>
      loaders.pages.load(salePage({ customerId }, pageArguments(args))),
  },
  TopProduct: {
    product: ({ productId }) => ({ id: String(productId) }),
    productId: ({ productId }) => String(productId),
    quantity: ({ quantity }) => shownCount(quantity),
    amount: ({ amountCentimos }) => amountCentimos,
  },
};

/** Half a céntimo and more is one. */
function roundedQuotient(amount: bigint, count: bigint): bigint {
  const half: bigint = count / 2n;
  return (amount + half) / count;
}

async function findCustomer(
  id: string,
  { caller, loaders }: SubgraphContext,
): Promise<CustomerRow | null> {
  const rowId = parseRowId(id);
  if (rowId === null || !maySeeCustomer(caller.actor, rowId)) return null;
  return loaders.customerById.load(rowId);
}
