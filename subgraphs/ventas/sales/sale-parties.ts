import { type GivenId, parseGivenId, parseRowId, type RowId } from '../../../common/values/ids.ts';
import type { PartyRejection } from './attempt.ts';
import type { Order } from './order.ts';
import type { PartyRows } from './sale-parties-store.ts';

/** The seller and the customer of a sale, or the reasons why they may not. */
export type SaleParties =
  | { kind: 'Right'; sellerId: RowId<'Seller'>; customerId: RowId<'Customer'> | null }
  | { kind: 'Wrong'; rejections: PartyRejection[] };

/** The people that an order names, as rows may have them. */
export interface PartyIds {
  sellerId: GivenId<'Seller'>;
  /** Null when it is sold to nobody in particular. */
  customerId: GivenId<'Customer'> | null;
}

export function partyIdsOf({ sellerId, customerId }: Order): PartyIds {
  return {
    sellerId: parseRowId(sellerId) ?? 'unknown',
    customerId: parseGivenId(customerId),
  };
}

/** Checks the rules about people: the seller exists and sells, a customer who is named exists. */
export function checkParties(
  { sellerId, customerId }: PartyIds,
  { isActiveBySeller, customers }: PartyRows,
): SaleParties {
  const rejections: PartyRejection[] = [];
  const isActive = sellerId === 'unknown' ? undefined : isActiveBySeller.get(sellerId);
  if (isActive === undefined) rejections.push({ code: 'SELLER_NOT_FOUND' });
  else if (!isActive) rejections.push({ code: 'SELLER_INACTIVE' });
  const isCustomer = customerId === null || (customerId !== 'unknown' && customers.has(customerId));
  if (!isCustomer) rejections.push({ code: 'CUSTOMER_NOT_FOUND' });
  return rejections.length === 0 && sellerId !== 'unknown' && customerId !== 'unknown'
    ? { kind: 'Right', sellerId, customerId }
    : { kind: 'Wrong', rejections };
}
