import type { Sql } from '../../../common/database/database.ts';

/** The people of sales, as far as a sale needs to know them. */
export interface PartyRows {
  isActiveBySeller: ReadonlyMap<number, boolean>;
  customers: ReadonlySet<number>;
}

export async function findPartyRows(
  sql: Sql,
  { sellerIds, customerIds }: { sellerIds: readonly number[]; customerIds: readonly number[] },
): Promise<PartyRows> {
  const [sellers, customers] = await Promise.all([
    sql.query<{ id: number; active: number }>('SELECT id, active FROM Seller WHERE id IN (?)', [
      [...new Set(sellerIds)],
    ]),
    customerIds.length === 0
      ? []
      : sql.query<{ id: number }>('SELECT id FROM Customer WHERE id IN (?)', [
          [...new Set(customerIds)],
        ]),
  ]);
  return {
    isActiveBySeller: new Map(sellers.map(({ id, active }) => [id, Boolean(active)])),
    customers: new Set(customers.map(({ id }) => id)),
  };
}
