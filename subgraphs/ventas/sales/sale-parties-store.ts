import type { Query } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, select } from '../../../common/subgraph/database/table.ts';
import { CUSTOMER, SELLER } from '../tables.ts';

/** The people of sales, as far as a sale needs to know them. */
export interface PartyRows {
  isActiveBySeller: ReadonlyMap<number, boolean>;
  customers: ReadonlySet<number>;
}

type SellerFound = Pick<RowOf<typeof SELLER>, 'id' | 'active'>;
type CustomerFound = Pick<RowOf<typeof CUSTOMER>, 'id'>;

/** Looks people up: run with others, then read with `partyRows`. */
export function findParties(ids: {
  sellerIds: readonly number[];
  customerIds: readonly number[];
}): [sellers: Query<SellerFound>, customers: Query<CustomerFound>] {
  // 0 is nobody's id: it keeps the lists from being empty, which SQL does not allow.
  return [
    select(SELLER, ['id', 'active'], 'WHERE id IN (?)', [[0, ...new Set(ids.sellerIds)]]),
    select(CUSTOMER, ['id'], 'WHERE id IN (?)', [[0, ...new Set(ids.customerIds)]]),
  ];
}

export function partyRows(
  sellers: readonly SellerFound[],
  customers: readonly CustomerFound[],
): PartyRows {
  return {
    isActiveBySeller: new Map(sellers.map(({ id, active }) => [id, active])),
    customers: new Set(customers.map(({ id }) => id)),
  };
}
