import { isoDay } from '../words/format.ts';
import { isReturnable, type ReturnableLine } from './return-plan.ts';

/** The part of a sale by which the gateway decides what may be done with it. */
interface JudgedSale {
  status: string;
  createdAt: string;
  seller: { id: string };
  document: unknown;
  items: readonly ReturnableLine[];
}

/** The person who asks. */
interface Asker {
  roles: readonly string[];
  seller: { id: string } | null;
}

/** The acts that the screen offers; the gateway decides anyway. */
export interface SaleRights {
  mayVoid: boolean;
  mayReturn: boolean;
  mayIssue: boolean;
  mayCorrect: boolean;
}

/** The acts that somebody may do upon a sale. @param today in Lima */
export function rightsOf(sale: JudgedSale, { roles, seller }: Asker, today: string): SaleRights {
  const isStanding = sale.status === 'COMPLETED';
  const isLeft = isStanding && isReturnable(sale.items);
  const isOwnOfToday = seller?.id === sale.seller.id && isoDay(sale.createdAt) === today;
  const isAdmin = roles.includes('ADMIN');
  return {
    mayVoid: isLeft && isoDay(sale.createdAt) === today && (isAdmin || isOwnOfToday),
    mayReturn: isLeft,
    mayIssue: isStanding && sale.document === null,
    mayCorrect: isLeft && sale.document !== null && (isAdmin || isOwnOfToday),
  };
}
