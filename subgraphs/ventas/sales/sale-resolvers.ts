import { userError } from '../../../common/process/errors/error-codes.ts';
import { refusal } from '../../../common/process/errors/refusals.ts';
import { waitUntil } from '../../../common/process/http/deadline.ts';
import { keyScopeOf } from '../../../common/process/identity/key-scope.ts';
import { hasRole } from '../../../common/process/identity/roles.ts';
import { requireCaller } from '../../../common/subgraph/auth/require-caller.ts';
import { refusedWhenFull } from '../../../common/subgraph/batch/refused-when-full.ts';
import { pageArguments } from '../../../common/subgraph/database/keyset.ts';
import { failpoint } from '../../../common/subgraph/failpoint/failpoint.ts';
import { requireListSize } from '../../../common/subgraph/graphql/require-list-size.ts';
import { shownCount } from '../../../common/values/counts.ts';
import { parseGivenId, parseRowId, parseUuid } from '../../../common/values/ids.ts';
import { CURRENCY } from '../../../common/values/money.ts';
import type { SubgraphContext } from '../context.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { maySeeCustomer, requireOwnSeller, visibleCustomerId } from '../own-records.ts';
import { balanceOf, dueOf, paymentStateOf } from '../payments/payment-state.ts';
import { changeOf } from '../payments/tender.ts';
import { settleAttempts } from './attempt-store.ts';
import { type DiscardOutcome, discardKey } from './discard-key.ts';
import { type Order, readKey, readOrder } from './order.ts';
import type { ProductKey, ProductSales } from './product-sales-store.ts';
import { realizarVenta } from './realizar-venta.ts';
import { saleUserErrors } from './sale-errors.ts';
import { saleNumberOf } from './sale-number.ts';
import type { SaleOutcome } from './sale-outcome.ts';
import { readSaleSearch } from './sale-search.ts';
import { type SaleRow, salePage } from './sale-store.ts';
import { timelineOf } from './timeline.ts';

export const saleResolvers: Pick<
  Resolvers,
  'Query' | 'Mutation' | 'Sale' | 'SaleItem' | 'Product'
> = {
  Query: {
    ventas: (_, args, context) => {
      const { status, from, to, paymentMethod } = args;
      const customerId = visibleCustomerId(context, parseGivenId(args.customerId));
      const sellerId = parseGivenId<'Seller'>(args.sellerId);
      const tillId = parseGivenId<'Till'>(args.tillId);
      const search = readSaleSearch(args.search);
      const people = { customerId, sellerId, tillId };
      const filter = { ...people, status, from, to, search, paymentMethod };
      return context.loaders.pages.load(salePage(filter, pageArguments(args)));
    },
    venta: (_, { id }, context) => findSale(id, context),
  },
  Mutation: {
    realizarVenta: async (_, { input }, context) => {
      const startedAtMs = performance.now();
      const { actor } = context.caller;
      requireOwnSeller(context, input.sellerId);
      const actorId = actor?.id ?? null;
      const orderer = { scope: keyScopeOf(actor), isAdmin: hasRole(actor, 'ADMIN') };
      const order = readOrder(input, orderer);
      if (Array.isArray(order)) return { sale: null, replayed: false, userErrors: order };
      const work = realizarVenta(context.sales, order, { ...context, actorId }).catch(
        (error: unknown) => Promise.reject(refusedWhenFull(error)),
      );
      const outcome = await waitUntil<SaleOutcome>(context.deadline, work, inProgress);
      logOutcome(context, { outcome, order, durationMs: performance.now() - startedAtMs });
      failpoint('ventas.answer.before');
      return payloadOf(outcome, order, context);
    },
    cancelarIntento: async (_, { input }, context) => {
      const { loaders, caller, sales, log } = context;
      const idempotencyKey = readKey(input);
      const outcome = await discardKey(sales, { scope: keyScopeOf(caller.actor), idempotencyKey });
      log.info('sale.discarded', { idempotencyKey, outcome: outcome.kind });
      const sale = outcome.kind === 'Sold' ? await loaders.saleById.load(outcome.saleId) : null;
      return { outcome: DISCARD_OUTCOMES[outcome.kind], sale, userErrors: [] };
    },
    settleSales: async (_, { input: { ids } }, { caller, database }) => {
      requireCaller(caller, 'inventario');
      const uuids = ids.flatMap((id) => parseUuid(id) ?? []);
      requireListSize(ids, 'UUID');
      if (uuids.length !== ids.length) throw refusal('BAD_USER_INPUT', 'Cada id es un UUID.');
      const decisionById = await settleAttempts(database, uuids);
      const results = uuids.map((id) => ({ id, decision: decisionById.get(id) ?? 'OPEN' }));
      return { results };
    },
  },
  Sale: {
    __resolveReference: ({ id }, context) => findSale(String(id), context),
    items: async ({ id }, _, { loaders }) => (await loaders.itemsBySale.load(id)) ?? [],
    customer: ({ customerId }, _, { loaders }) =>
      customerId === null ? null : loaders.customerById.load(customerId),
    seller: async ({ sellerId }, _, { loaders }) => {
      const seller = await loaders.sellerById.load(sellerId);
      if (!seller) throw new Error(`A sale names seller ${sellerId}, who is not there`);
      return seller;
    },
    currency: () => CURRENCY,
    subtotal: ({ subtotalCentimos }) => subtotalCentimos,
    tax: ({ taxCentimos }) => taxCentimos,
    discount: ({ discountCentimos }) => discountCentimos,
    total: ({ totalCentimos }) => totalCentimos,
    number: ({ id }) => saleNumberOf(id),
    till: ({ tillId }, _, { loaders }) => (tillId === null ? null : loaders.tillById.load(tillId)),
    cashRounding: ({ cashRoundingCentimos }) => cashRoundingCentimos,
    amountDue: (sale) => dueOf(sale),
    paid: ({ paidCentimos }) => paidCentimos,
    refunded: ({ refundedCentimos }) => refundedCentimos,
    balance: (sale) => balanceOf(sale),
    change: async ({ id }, _, { loaders }) => {
      const payments = (await loaders.paymentsBySale.load(id)) ?? [];
      return payments.reduce((sum, payment) => sum + changeOf(payment), 0);
    },
    paymentStatus: (sale) => paymentStateOf(sale),
    payments: async ({ id }, _, { loaders }) => (await loaders.paymentsBySale.load(id)) ?? [],
    returns: async ({ id }, _, { loaders }) => (await loaders.returnsBySale.load(id)) ?? [],
    returnedTotal: ({ returnedCentimos }) => returnedCentimos,
    document: async ({ id, documentSeries, documentId }, _, { loaders }) =>
      documentSeries === null ? null : loaders.documentBySource.load(documentId ?? id),
    timeline: ({ id }, _, { database }) => timelineOf(database, id),
  },
  SaleItem: {
    id: ({ saleId, lineNumber }) => `${saleId}-${lineNumber}`,
    product: ({ productId }) => ({ id: String(productId) }),
    productId: ({ productId }) => String(productId),
    category: ({ categoryId }) => (categoryId === null ? null : { id: String(categoryId) }),
    unitPrice: ({ unitPriceCentimos }) => unitPriceCentimos,
    discount: ({ discountCentimos }) => discountCentimos,
    // A Decimal is given in hundredths.
    taxRate: ({ taxRateBasisPoints }) => Math.round(taxRateBasisPoints / 100),
    base: ({ baseCentimos }) => baseCentimos,
    tax: ({ taxCentimos }) => taxCentimos,
    total: ({ totalCentimos }) => totalCentimos,
  },
  Product: {
    __resolveReference: ({ id }) => ({ id: String(id) }),
    unitsSold: async (key, _, context) =>
      shownCount((await findProductSales(key, context))?.unitsSold ?? 0),
    lastSoldAt: async (key, _, context) =>
      (await findProductSales(key, context))?.lastSoldAt.toISOString() ?? null,
  },
};

const DISCARD_OUTCOMES = {
  NotSold: 'NOT_SOLD',
  Sold: 'SOLD',
  InProgress: 'IN_PROGRESS',
} as const satisfies Record<DiscardOutcome['kind'], string>;

const inProgress = (): SaleOutcome => ({ kind: 'InProgress' });

async function findSale(id: string, context: SubgraphContext): Promise<SaleRow | null> {
  const uuid = parseUuid(id);
  const sale = uuid === null ? null : await context.loaders.saleById.load(uuid);
  return sale && maySeeCustomer(context.caller.actor, sale.customerId) ? sale : null;
}

async function findProductSales(
  { id }: ProductKey,
  { loaders }: SubgraphContext,
): Promise<ProductSales | null> {
  const productId = parseRowId<'Product'>(id);
  return productId === null ? null : loaders.productSales.load(productId);
}

async function payloadOf(outcome: SaleOutcome, order: Order, { loaders }: SubgraphContext) {
  const nothing = { sale: null, replayed: false };
  switch (outcome.kind) {
    case 'Sold': {
      const sale = outcome.sale ?? (await loaders.saleById.load(outcome.saleId));
      return { sale, replayed: outcome.replayed, userErrors: [] };
    }
    case 'Rejected': {
      const userErrors = saleUserErrors(outcome.rejections, order);
      return { ...nothing, replayed: outcome.replayed, userErrors };
    }
    case 'KeyReused':
      return { ...nothing, userErrors: [userError('IDEMPOTENCY_KEY_REUSED', ['idempotencyKey'])] };
    case 'Discarded':
      return { ...nothing, userErrors: [userError('ATTEMPT_DISCARDED', ['idempotencyKey'])] };
    case 'InProgress':
      return { ...nothing, userErrors: [userError('SALE_IN_PROGRESS', ['idempotencyKey'])] };
    case 'Failed':
      throw new Error('The sale cannot be written: sale.decision-failed has told why');
    case 'Unavailable':
      return { ...nothing, userErrors: [userError('INVENTORY_UNAVAILABLE', [])] };
  }
}

type Answered = { outcome: SaleOutcome; order: Order; durationMs: number };

function logOutcome({ log }: SubgraphContext, { outcome, order, durationMs }: Answered): void {
  const { idempotencyKey, lines } = order;
  const duration = Math.round(durationMs * 10) / 10;
  const fields = { idempotencyKey, lines: lines.length, durationMs: duration };
  switch (outcome.kind) {
    case 'Sold': {
      const { saleId, replayed } = outcome;
      log.info('sale.completed', { ...fields, saleId, replayed });
      break;
    }
    case 'Rejected':
      log.info('sale.rejected', { ...fields, reasons: outcome.rejections });
      break;
    case 'KeyReused':
    case 'Discarded':
    case 'Failed':
    case 'InProgress':
    case 'Unavailable':
      log.warn('sale.not-made', { ...fields, outcome: outcome.kind });
  }
}
