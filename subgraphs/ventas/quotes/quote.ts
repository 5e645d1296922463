import { userError } from '../../../common/process/errors/error-codes.ts';
import type { Deadline } from '../../../common/process/http/deadline.ts';
import { CLOCK, clockOf } from '../../../common/subgraph/database/clock.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import { findValidApproval } from '../discounts/approval-store.ts';
import type { InventarioClient } from '../inventario-client/inventario-client.ts';
import { type AmountDue, amountDueOf } from '../payments/tender.ts';
import type { Rejection } from '../sales/attempt.ts';
import { judgeSale, type SellerLimits } from '../sales/judge-sale.ts';
import { lookUpTill } from '../sales/open-attempts.ts';
import type { OrderContent } from '../sales/order.ts';
import { type HeldProduct, type PricedLine, type PricedSale, sumsOf } from '../sales/price-sale.ts';
import { type SaleUserError, saleUserErrors } from '../sales/sale-errors.ts';
import { checkParties, partyIdsOf } from '../sales/sale-parties.ts';
import { findParties, partyRows } from '../sales/sale-parties-store.ts';
import { approvalIdOf, type SaleTerms, termsOf } from '../sales/sale-terms.ts';
import { findTaxRates } from '../tax/tax-rate-store.ts';

/** A sale as it would be now, amounts in céntimos. */
export interface QuotedSale extends AmountDue {
  items: PricedLine[];
  priced: Omit<PricedSale, 'lines'>;
  userErrors: SaleUserError[];
}

export interface QuoteDeps {
  database: Database;
  inventario: Pick<InventarioClient, 'quote'>;
  limits: SellerLimits;
}

/** Reckons up what a sale would be now, by the rules of the sale, and holds nothing. */
export async function quoteSale(
  { database, inventario, limits }: QuoteDeps,
  order: OrderContent,
  call: { requestId: string; deadline: Deadline },
): Promise<QuotedSale> {
  const [{ terms, rejections }, stock] = await Promise.all([
    lookUp(database, order),
    inventario.quote({ lines: order.lines, ...call }),
  ]);
  if (stock.kind === 'Unreachable') {
    const unavailable = userError('INVENTORY_UNAVAILABLE', []);
    return quoted([], order, [...saleUserErrors(rejections, order), unavailable]);
  }
  const { kept, lineNumbers } = linesThatExist(order, stock.held);
  if (kept.lines.length === 0) {
    return quoted([], order, saleUserErrors([...rejections, ...stock.rejections], order));
  }
  const judged = judgeSale(kept, stock.held, { terms, limits });
  const judgedRejections = judged.rejections.map((rejection) => ofInput(rejection, lineNumbers));
  const all = [...rejections, ...stock.rejections, ...judgedRejections];
  const userErrors = saleUserErrors(all, order);
  const items = (judged.priced?.lines ?? []).map((line, index) => {
    return { ...line, lineNumber: lineNumbers[index] ?? line.lineNumber };
  });
  return quoted(items, order, userErrors);
}

function quoted(
  items: PricedLine[],
  { tenders }: OrderContent,
  userErrors: SaleUserError[],
): QuotedSale {
  const priced = sumsOf(items);
  return { items, priced, ...amountDueOf(priced.totalCentimos, tenders), userErrors };
}

/** A rejection with the place in the input of the line that it names. */
function ofInput(rejection: Rejection, lineNumbers: readonly number[]): Rejection {
  if (!('path' in rejection)) return rejection;
  const [list, index, ...rest] = rejection.path;
  const lineNumber = list === 'items' ? lineNumbers[Number(index)] : undefined;
  if (lineNumber === undefined) return rejection;
  return { ...rejection, path: ['items', String(lineNumber - 1), ...rest] };
}

/** The order without the lines whose product inventario does not know. */
function linesThatExist(order: OrderContent, held: readonly HeldProduct[]) {
  const known = new Set(held.map(({ productId }) => productId));
  const numbered = order.lines.map((line, index) => ({ line, lineNumber: index + 1 }));
  const kept = numbered.filter(({ line }) => known.has(line.productId));
  return {
    kept: { ...order, lines: kept.map(({ line }) => line) },
    lineNumbers: kept.map(({ lineNumber }) => lineNumber),
  };
}

async function lookUp(
  database: Database,
  order: OrderContent,
): Promise<{ terms: SaleTerms; rejections: Rejection[] }> {
  const ids = partyIdsOf(order);
  const idsToFind = {
    sellerIds: ids.sellerId === 'unknown' ? [] : [ids.sellerId],
    customerIds: ids.customerId === 'unknown' || ids.customerId === null ? [] : [ids.customerId],
  };
  const approvalId = approvalIdOf(order) ?? '';
  const approvalQuery = findValidApproval(approvalId, idsToFind.sellerIds[0] ?? 0);
  const [[sellers, customers, rates, clock, approvals], tillsFound] = await Promise.all([
    database.script([...findParties(idsToFind), findTaxRates(), CLOCK, approvalQuery]),
    lookUpTill(database, order),
  ]);
  const parties = checkParties(ids, partyRows(sellers, customers));
  const found = { ...tillsFound, rates, now: clockOf(clock) };
  const { terms, rejections } = termsOf(order, found, parties);
  const [approval] = approvals;
  const path = ['discountApprovalId'];
  const isRefused = order.approvalId !== null && !approval;
  return {
    terms: { ...terms, approvedBasisPoints: approval?.maxBasisPoints ?? null },
    rejections: [
      ...(parties.kind === 'Wrong' ? parties.rejections : []).filter(
        ({ code }) => order.sellerId !== '' || code === 'CUSTOMER_NOT_FOUND',
      ),
      ...rejections,
      ...(isRefused ? [{ code: 'DISCOUNT_NOT_AUTHORIZED' as const, path }] : []),
    ],
  };
}
