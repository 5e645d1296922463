import type { UserError } from '../../../common/process/errors/error-codes.ts';
import { lockingEditDepsOf } from '../../../common/subgraph/edit/edit.ts';
import type { SubgraphContext } from '../context.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { requireActor } from '../own-records.ts';
import { confirmRefund, refundIdOf } from './confirm-refund.ts';
import { type ReturnRequest, readReturn, readVoid } from './read-return.ts';
import { findReturns } from './return-store.ts';
import { takeBack } from './take-back.ts';

export const returnResolvers: Pick<
  Resolvers,
  'Mutation' | 'SaleReturn' | 'SaleReturnItem' | 'Refund'
> = {
  Mutation: {
    registrarDevolucion: (_, { input }, context) => takeBackFor(context, readReturn(input)),
    anularVenta: (_, { input }, context) => takeBackFor(context, readVoid(input)),
    confirmarReembolso: async (_, { input }, context) => {
      const deps = { ...lockingEditDepsOf(context), actor: requireActor(context) };
      const edit = await confirmRefund(deps, input);
      const { refund, replayed } = edit;
      if (refund && edit.userErrors.length === 0) {
        context.log.info('refund.confirmed', { refundId: refundIdOf(refund), replayed });
      }
      return edit;
    },
  },
  SaleReturn: {
    sale: async ({ saleId }, _, { loaders }) => {
      const sale = await loaders.saleById.load(saleId);
      if (!sale) throw new Error(`A return names sale ${saleId}, which is not there`);
      return sale;
    },
    items: async ({ id }, _, { loaders }) => (await loaders.itemsByReturn.load(id)) ?? [],
    base: ({ baseCentimos }) => baseCentimos,
    tax: ({ taxCentimos }) => taxCentimos,
    total: ({ totalCentimos }) => totalCentimos,
    creditNote: ({ id }, _, { loaders }) => loaders.documentBySource.load(id),
    refunds: async ({ id }, _, { loaders }) => (await loaders.refundsByReturn.load(id)) ?? [],
  },
  SaleReturnItem: {
    base: ({ baseCentimos }) => baseCentimos,
    tax: ({ taxCentimos }) => taxCentimos,
    total: ({ totalCentimos }) => totalCentimos,
  },
  Refund: {
    id: refundIdOf,
    amount: ({ amountCentimos }) => amountCentimos,
  },
};

async function takeBackFor(context: SubgraphContext, request: ReturnRequest | UserError) {
  if ('code' in request) {
    return { sale: null, saleReturn: null, replayed: false, userErrors: [request] };
  }
  const { loaders, log, database, rules, sendFacts, issueDocuments } = context;
  const deps = { ...lockingEditDepsOf(context), actor: requireActor(context), limits: rules };
  const { saleId, returnId, replayed, userErrors } = await takeBack(deps, request);
  const fields = { saleId: request.saleId, idempotencyKey: request.idempotencyKey, replayed };
  if (returnId === null) {
    log.info('return.refused', { ...fields, codes: userErrors.map(({ code }) => code) });
  } else {
    log.info('return.recorded', { ...fields, returnId, operation: request.operation });
    sendFacts();
    issueDocuments();
  }
  const sale = saleId === null ? null : await loaders.saleById.load(saleId);
  const [saleReturn = null] = returnId === null ? [] : await findReturns(database, [returnId]);
  return { sale, saleReturn, replayed, userErrors };
}
