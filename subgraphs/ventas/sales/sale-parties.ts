import { parseRowId } from '../../../common/values/ids.ts';
import type { PartyRejection } from './attempt.ts';
import type { Order } from './order.ts';
import type { PartyRows } from './sale-parties-store.ts';

/** Who sells and who buys, or why they may not. */
export interface SaleParties {
  sellerId: number;
  customerId: number | null;
  rejections: PartyRejection[];
}

type PartyIds = Omit<SaleParties, 'rejections'>;

/** The people that an order names, as rows may have them; 0 is nobody. */
export function partyIdsOf({ sellerId, customerId }: Order): PartyIds {
  return {
    sellerId: parseRowId(sellerId) ?? 0,
    customerId: customerId === null ? null : (parseRowId(customerId) ?? 0),
  };
}

/** Checks the rules about people: the seller exists and sells, a customer who is named exists. */
export function checkParties(parties: PartyIds, rows: PartyRows): SaleParties {
  return { ...parties, rejections: rejectionsOf(parties, rows) };
}

function rejectionsOf(
  { sellerId, customerId }: PartyIds,
  { isActiveBySeller, customers }: PartyRows,
): PartyRejection[] {
  const rejections: PartyRejection[] = [];
  const isActive = isActiveBySeller.get(sellerId);
  if (isActive === undefined) rejections.push({ code: 'SELLER_NOT_FOUND' });
  else if (!isActive) rejections.push({ code: 'SELLER_INACTIVE' });
  if (customerId !== null && !customers.has(customerId)) {
    rejections.push({ code: 'CUSTOMER_NOT_FOUND' });
  }
  return rejections;
}
