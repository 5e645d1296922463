import type { Database } from '../../../common/database/database.ts';
import { parseRowId } from '../../../common/graphql/ids.ts';
import type { PartyRejection } from './attempt.ts';
import type { Order } from './order.ts';
import { findPartyRows, type PartyRows } from './sale-parties-store.ts';

/** Who sells and who buys, or why they may not. */
export interface SaleParties {
  sellerId: number;
  customerId: number | null;
  rejections: PartyRejection[];
}

type Parties = Pick<Order, 'sellerId' | 'customerId'>;

/**
 * Checks the rules about people: the seller exists and sells, the customer exists if one is named.
 * @returns an entry per order, in their order
 */
export async function findSaleParties(
  database: Database,
  orders: readonly Parties[],
): Promise<SaleParties[]> {
  const ids = orders.map(({ sellerId, customerId }) => ({
    sellerId: parseRowId(sellerId) ?? 0,
    customerId: customerId === null ? null : (parseRowId(customerId) ?? 0),
  }));
  const rows = await findPartyRows(database, {
    sellerIds: ids.map(({ sellerId }) => sellerId),
    customerIds: ids.flatMap(({ customerId }) => customerId ?? []),
  });
  return ids.map((parties) => ({ ...parties, rejections: rejectionsOf(parties, rows) }));
}

function rejectionsOf(
  { sellerId, customerId }: Omit<SaleParties, 'rejections'>,
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
