import { userErrorMessage } from '../../../common/process/errors/error-codes.ts';
import { lockingEditDepsOf } from '../../../common/subgraph/edit/edit.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import type { SubgraphContext } from '../context.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import type { ProductRow } from '../products/product-store.ts';
import { type AdjustmentOutcome, adjustStock } from './adjust-stock.ts';
import { findMovement, type StockCount } from './stock-store.ts';

export const stockResolvers: Pick<Resolvers, 'Mutation' | 'StockLevel' | 'StockMovement'> = {
  Mutation: {
    ajustarStock: async (_, { input }, context) => {
      const { log } = context;
      const outcome = await adjustStock(lockingEditDepsOf(context), input);
      const { kind: result, productId } = outcome;
      log.info('stock.adjusted', { result, productId, reason: input.reason });
      return payloadOf(outcome, input.productId, context);
    },
  },
  StockLevel: {
    onHand: async (count, _, context) => count.available + (await heldUnits(count, context)),
    reserved: (count, _, context) => heldUnits(count, context),
    isLow: ({ available, minimum }) => available <= minimum,
  },
  StockMovement: {
    id: ({ productId, seq }) => `${productId}-${seq}`,
    product: async ({ productId }, _, { loaders }) => {
      const product = await loaders.productById.load(productId);
      if (!product) throw new Error(`The ledger names product ${productId}, which is not there`);
      return product;
    },
    // usuarios knows who may see whom, and answers the others with null.
    actor: ({ actorId }) => (actorId === null ? null : { id: actorId }),
  },
};

async function heldUnits({ productId }: StockCount, { loaders }: SubgraphContext): Promise<number> {
  return (await loaders.heldUnits.load(productId)) ?? 0;
}

async function payloadOf(
  outcome: AdjustmentOutcome,
  productId: string,
  { loaders, database }: SubgraphContext,
) {
  const product = await findById(productId, loaders);
  const nothing = { product, movement: null, replayed: false };
  switch (outcome.kind) {
    case 'Adjusted': {
      const { seq, replayed } = outcome;
      const movement = seq === null ? null : await findMovement(database, outcome.productId, seq);
      return { product, movement, replayed, userErrors: [] };
    }
    case 'Refused':
      return { ...nothing, userErrors: [outcome.error] };
    case 'Insufficient': {
      const { requested, available } = outcome;
      const code = 'INSUFFICIENT_STOCK' as const;
      const path = ['input', 'productId'];
      const error = { code, message: userErrorMessage(code), path, product, requested, available };
      return {
        ...nothing,
        userErrors: [{ __typename: 'InsufficientStockError' as const, ...error }],
      };
    }
  }
}

async function findById(
  id: string,
  loaders: SubgraphContext['loaders'],
): Promise<ProductRow | null> {
  const rowId = parseRowId(id);
  return rowId === null ? null : loaders.productById.load(rowId);
}
