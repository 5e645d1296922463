import { type GivenId, parseGivenId, parseUuid } from '../../../common/values/ids.ts';
import { limaDayOf } from '../../../common/values/lima-day.ts';
import type { CashSessionRow } from '../cash-sessions/session-store.ts';
import { rateOnDay, type TaxRateRow } from '../tax/tax-rate-store.ts';
import type { TillRow } from '../tills/till-store.ts';
import type { TermsRejection } from './attempt.ts';
import type { OrderContent } from './order.ts';

/** The terms of a sale from its intent on, whatever changes while its stock is being reserved. */
export interface SaleTerms {
  taxRateBasisPoints: number;
  tillId: number | null;
  cashSessionId: string | null;
  /** The most that an approval lets the seller take off; null without one. */
  approvedBasisPoints: number | null;
}

/** The records that were found of those that orders name. */
export interface TermsFound {
  rates: readonly TaxRateRow[];
  tills: readonly TillRow[];
  openSessions: readonly CashSessionRow[];
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
  { rates, tills, openSessions, now }: TermsFound,
): { terms: SaleTerms; rejections: TermsRejection[] } {
  const tillId = tillIdOf(order);
  const till = tills.find(({ id }) => id === tillId);
  const session = till && openSessions.find((open) => open.tillId === till.id);
  const terms = {
    taxRateBasisPoints: rateOnDay(rates, limaDayOf(now)),
    tillId: till?.id ?? null,
    cashSessionId: session?.id ?? null,
    approvedBasisPoints: null,
  };
  return { terms, rejections: tillRejections(order, till, session) };
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
