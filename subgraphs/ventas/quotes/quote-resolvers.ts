import { hasRole } from '../../../common/process/identity/roles.ts';
import type { SubgraphContext } from '../context.ts';
import type { CotizacionInput, Resolvers } from '../generated/schema-types.ts';
import { requireOwnSeller } from '../own-records.ts';
import { readContent } from '../sales/order.ts';
import { type QuotedSale, quoteSale } from './quote.ts';

export const quoteResolvers: Pick<Resolvers, 'Query' | 'Quote' | 'QuoteItem'> = {
  Query: {
    cotizacion: (_, { input }, context) => quoteFor(context, input),
  },
  Quote: {
    subtotal: ({ priced }) => priced.subtotalCentimos,
    tax: ({ priced }) => priced.taxCentimos,
    discount: ({ priced }) => priced.discountCentimos,
    total: ({ priced }) => priced.totalCentimos,
    cashRounding: ({ cashRoundingCentimos }) => cashRoundingCentimos,
    amountDue: ({ amountDueCentimos }) => amountDueCentimos,
  },
  QuoteItem: {
    product: ({ productId }) => ({ id: String(productId) }),
    productId: ({ productId }) => String(productId),
    unitPrice: ({ unitPriceCentimos }) => unitPriceCentimos,
    discount: ({ discountCentimos }) => discountCentimos,
    base: ({ baseCentimos }) => baseCentimos,
    tax: ({ taxCentimos }) => taxCentimos,
    total: ({ totalCentimos }) => totalCentimos,
  },
};

const NOTHING = {
  items: [],
  priced: { subtotalCentimos: 0, taxCentimos: 0, discountCentimos: 0, totalCentimos: 0 },
  cashRoundingCentimos: 0,
  amountDueCentimos: 0,
};

async function quoteFor(context: SubgraphContext, input: CotizacionInput): Promise<QuotedSale> {
  const { caller, database, inventario, rules, requestId, deadline } = context;
  const sellerId = input.sellerId ?? caller.actor?.sellerId ?? '';
  if (input.sellerId) requireOwnSeller(context, input.sellerId);
  const order = readContent({ ...input, sellerId }, hasRole(caller.actor, 'ADMIN'));
  if (Array.isArray(order)) return { ...NOTHING, userErrors: order };
  return quoteSale({ database, inventario, limits: rules }, order, { requestId, deadline });
}
