import type { RowOf } from '../../../common/subgraph/database/table.ts';
import { type GivenId, parseGivenId, parseRowId } from '../../../common/values/ids.ts';
import type { SALE } from '../tables.ts';
import type { PartyRejection } from './attempt.ts';
import type { Order } from './order.ts';
import type { PartyRows } from './sale-parties-store.ts';

/** The seller and the customer of a sale, or the reasons why they may not. */
export type SaleParties =
  | { kind: 'Right'; people: SalePeople }
  | { kind: 'Wrong'; rejections: PartyRejection[] };

/** The people of a sale as they are when it is made: their records may change later. */
export type SalePeople = Pick<
  RowOf<typeof SALE>,
  | 'sellerId'
  | 'sellerName'
  | 'customerId'
  | 'customerName'
  | 'customerDocType'
  | 'customerDocNumber'
>;

/** The people that an order names, as rows may have them. */
export interface PartyIds {
  sellerId: GivenId<'Seller'>;
  /** Null when it is sold to nobody in particular. */
  customerId: GivenId<'Customer'> | null;
}

export function partyIdsOf({
  sellerId,
  customerId,
}: Pick<Order, 'sellerId' | 'customerId'>): PartyIds {
  return {
    sellerId: parseRowId(sellerId) ?? 'unknown',
    customerId: parseGivenId(customerId),
  };
}

/** Checks the rules about people: the seller exists and sells, a customer who is named exists. */
export function checkParties(
  { sellerId, customerId }: PartyIds,
  { sellers, customers }: PartyRows,
): SaleParties {
  const rejections: PartyRejection[] = [];
  const seller = sellerId === 'unknown' ? undefined : sellers.get(sellerId);
  if (seller === undefined) rejections.push({ code: 'SELLER_NOT_FOUND' });
  else if (!seller.active) rejections.push({ code: 'SELLER_INACTIVE' });
  const customer =
    customerId === 'unknown' || customerId === null ? null : (customers.get(customerId) ?? null);
  if (customerId !== null && customer === null) rejections.push({ code: 'CUSTOMER_NOT_FOUND' });
  if (rejections.length > 0 || seller === undefined) return { kind: 'Wrong', rejections };
  const people = {
    sellerId: seller.id,
    sellerName: seller.name,
    customerId: customer?.id ?? null,
    customerName: customer?.name ?? null,
    customerDocType: customer?.docType ?? null,
    customerDocNumber: customer?.docNumber ?? null,
  };
  return { kind: 'Right', people };
}
