import { largestDiscount } from '../discounts/discount.ts';
import { amountRejection } from '../documents/document-rules.ts';
import { type AmountDue, amountDueOf, judgeTenders } from '../payments/tender.ts';
import type { Rejection, TermsRejection } from './attempt.ts';
import type { OrderContent } from './order.ts';
import { type HeldProduct, type PricedSale, priceSale } from './price-sale.ts';
import type { SaleTerms } from './sale-terms.ts';

/** The limits that the shop sets its sellers. */
export interface SellerLimits {
  /** The most that a seller takes off a sale without an approval, in basis points. */
  maxDiscountBasisPoints: number;
}

/** A sale with its amounts, and every rule of the shop that is against it. */
export interface JudgedSale extends AmountDue {
  /** Null when a discount is more than there is: then nothing can be reckoned up. */
  priced: PricedSale | null;
  rejections: Rejection[];
}

/**
 * Reckons a sale up and judges it by the rules that need its prices. A sale and a quote are judged
 * by the same.
 * @param held every product of the order
 */
export function judgeSale(
  order: OrderContent,
  held: readonly HeldProduct[],
  { terms, limits }: { terms: SaleTerms; limits: SellerLimits },
): JudgedSale {
  const pricing = priceSale(order, held, terms.taxRateBasisPoints);
  if (pricing.kind === 'ExcessiveDiscount') {
    const rejections = pricing.paths.map((path) => ({ code: 'INVALID_DISCOUNT' as const, path }));
    return { priced: null, cashRoundingCentimos: 0, amountDueCentimos: 0, rejections };
  }
  const { sale } = pricing;
  const mismatch = judgeTenders(sale.totalCentimos, order.tenders);
  const { document, customerDocType } = terms;
  const unfit = document && amountRejection(document.type, customerDocType, sale.totalCentimos);
  const rejections = [
    ...discountRejections(order, sale, { terms, limits }),
    ...(mismatch ? [mismatch] : []),
    ...(unfit ? [unfit] : []),
  ];
  return { priced: sale, ...amountDueOf(sale.totalCentimos, order.tenders), rejections };
}

function discountRejections(
  { isAdmin, discount, lines }: OrderContent,
  sale: PricedSale,
  { terms, limits }: { terms: SaleTerms; limits: SellerLimits },
): TermsRejection[] {
  if (isAdmin || sale.discountCentimos === 0) return [];
  const most = Math.max(limits.maxDiscountBasisPoints, terms.approvedBasisPoints ?? 0);
  const grosses = sale.lines.map((line) => line.unitPriceCentimos * line.quantity);
  // Goods are given away by administrators only, whatever was approved.
  const isGivenAway = sale.totalCentimos === 0;
  if (!isGivenAway && sale.discountCentimos <= largestDiscount(grosses, most)) return [];
  const first = lines.findIndex((line) => line.discount !== null);
  const path = discount || first < 0 ? ['discount'] : ['items', String(first), 'discount'];
  return [{ code: 'DISCOUNT_NOT_AUTHORIZED', path }];
}
