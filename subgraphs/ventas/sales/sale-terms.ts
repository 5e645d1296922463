import type { DocType } from '../../../common/values/identity-document.ts';
import { type GivenId, parseGivenId, parseUuid } from '../../../common/values/ids.ts';
import { limaDayOf } from '../../../common/values/lima-day.ts';
import type { CashSessionRow } from '../cash-sessions/session-store.ts';
import { customerRejection, type RequestedType, seriesOf } from '../documents/document-rules.ts';
import { rateOnDay, type TaxRateRow } from '../tax/tax-rate-store.ts';
import type { TillRow } from '../tills/till-store.ts';
import type { TermsRejection } from './attempt.ts';
import type { OrderContent } from './order.ts';
import type { SaleParties } from './sale-parties.ts';

/** The terms of a sale from its intent on, whatever changes while its stock is being reserved. */
export interface SaleTerms {
  taxRateBasisPoints: number;
  tillId: number | null;
  cashSessionId: string | null;
  /** The most that an approval lets the seller take off; null without one. */
  approvedBasisPoints: number | null;
  /** The document that is asked for, with its series; null for none. */
  document: { type: RequestedType; series: string } | null;
  /** The kind of identity document of the buyer; null without one. */
  customerDocType: DocType | null;
}

/** The records that were found of those that orders name. */
export interface TermsFound {
  rates: readonly TaxRateRow[];
  tills: readonly TillRow[];
  openSessions: readonly CashSessionRow[];
  /** Whether the shop's own data are set, without which there are no documents. */
  isShopSet: boolean;
  now: Date;
}

/** The till that an order names, as a row may have it; null when it names none. */
export function tillIdOf({ tillId }: Pick<OrderContent, 'tillId'>): GivenId<'Till'> | null {
  return parseGivenId<'Till'>(tillId);
}

/** The approval that an order names; null when it names none, or nothing that there can be. */
export function approvalIdOf({ approvalId }: Pick<OrderContent, 'approvalId'>): string | null {
  return approvalId === null ? null : parseUuid(approvalId);
}

/** Finds the terms of a sale, but for its approval, and what is against the rules of tills. */
export function termsOf(
  order: OrderContent,
  { rates, tills, openSessions, isShopSet, now }: TermsFound,
  parties: SaleParties,
): { terms: SaleTerms; rejections: TermsRejection[] } {
  const { documentType } = order;
  const customerDocType = parties.kind === 'Right' ? parties.people.customerDocType : null;
  const tillId = tillIdOf(order);
  const till = tills.find(({ id }) => id === tillId);
  const session = till && openSessions.find((open) => open.tillId === till.id);
  const terms = {
    taxRateBasisPoints: rateOnDay(rates, limaDayOf(now)),
    tillId: till?.id ?? null,
    cashSessionId: session?.id ?? null,
    approvedBasisPoints: null,
    document:
      documentType && till ? { type: documentType, series: seriesOf(till, documentType) } : null,
    customerDocType,
  };
  const rejections = tillRejections(order, till, session);
  if (documentType === null || parties.kind === 'Wrong') return { terms, rejections };
  if (!isShopSet) {
    return {
      terms,
      rejections: [...rejections, { code: 'DOCUMENT_NOT_ALLOWED', path: ['documentType'] }],
    };
  }
  const rejection = customerRejection(documentType, customerDocType);
  return { terms, rejections: rejection ? [...rejections, rejection] : rejections };
}

function tillRejections(
  { tillId, tenders }: OrderContent,
  till: TillRow | undefined,
  session: CashSessionRow | undefined,
): TermsRejection[] {
  if (tillId === null) return [];
  if (!till?.active) return [{ code: 'TILL_NOT_FOUND', path: ['tillId'] }];
  const isCash = tenders.some(({ method }) => method === 'CASH');
  return isCash && !session ? [{ code: 'CASH_SESSION_REQUIRED', path: ['tillId'] }] : [];
}
