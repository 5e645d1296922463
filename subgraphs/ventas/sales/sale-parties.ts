import { parseRowId } from '../../../common/graphql/ids.ts';
import { findCustomers } from '../customers/customer-store.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { findSellers } from '../sellers/seller-store.ts';
import type { PartyRejection } from './attempt.ts';
import type { Order } from './order.ts';

/** Who sells and who buys, or why they may not. */
export interface SaleParties {
  sellerId: number;
  customerId: number | null;
  rejections: PartyRejection[];
}

/**
 * Checks the rules about people: the seller exists and sells, the customer exists if one is named.
 */
export async function findSaleParties(
  prisma: PrismaClient,
  order: Pick<Order, 'sellerId' | 'customerId'>,
): Promise<SaleParties> {
  const sellerId = parseRowId(order.sellerId) ?? 0;
  const customerId = order.customerId === null ? null : (parseRowId(order.customerId) ?? 0);
  const [[seller], [customer]] = await Promise.all([
    findSellers(prisma, [sellerId]),
    customerId === null ? [] : findCustomers(prisma, [customerId]),
  ]);
  const rejections: PartyRejection[] = [];
  if (!seller) rejections.push({ code: 'SELLER_NOT_FOUND' });
  else if (!seller.active) rejections.push({ code: 'SELLER_INACTIVE' });
  if (customerId !== null && !customer) rejections.push({ code: 'CUSTOMER_NOT_FOUND' });
  return { sellerId, customerId, rejections };
}
